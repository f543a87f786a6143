using System.Diagnostics;
using System.Text.Json;
using ChatPosta.Keys;

namespace ChatPosta.Tests.Keys;

/// <summary>Runs passkeys.js in node, which the build needs anyway for npm.</summary>
internal static class PasskeyScript
{
    /// <param name="inputs">PRF output in base64, and RP ID.</param>
    public static async Task<string[]> UnlockKeys(IEnumerable<(string Prf, string RpId)> inputs)
    {
        var rows = JsonSerializer.Serialize(inputs.Select(input => new[] { input.Prf, input.RpId }));
        return await Run($$"""
            const { unlockKey } = await import('data:text/javascript;base64,{{Convert.ToBase64String(Module())}}');
            const bytes = text => Uint8Array.from(atob(text), char => char.charCodeAt(0)).buffer;
            console.log(JSON.stringify(await Promise.all({{rows}}.map(([prf, rpId]) => unlockKey(bytes(prf), rpId)))));
            """);
    }

    private static async Task<string[]> Run(string program)
    {
        var start = new ProcessStartInfo("node", ["--input-type=module"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(program);
        node.StandardInput.Close();
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output == "" ? throw new InvalidOperationException(await errors) : JsonSerializer.Deserialize<string[]>(output)!;
    }

    /// <summary>As the program serves it.</summary>
    private static byte[] Module()
    {
        using var script = typeof(KeyChain).Assembly.GetManifestResourceStream("assets/passkeys.js")!;
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }
}
