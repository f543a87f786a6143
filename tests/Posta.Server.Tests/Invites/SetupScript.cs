using System.Diagnostics;
using System.Text.Json;
using Posta.Server.Setup;

namespace Posta.Server.Tests.Invites;

/// <summary>Runs a script of the setup page in node, as the program serves it.</summary>
internal static class SetupScript
{
    /// <summary>The value of a JavaScript expression over the script's functions, which stand in <c>script</c>.</summary>
    public static async Task<T> Value<T>(string name, string expression)
    {
        // A data: URL, since node takes a .js file for CommonJS.
        var content = Convert.ToBase64String(SetupFiles.Find(SetupFiles.Hash, name)!.Content);
        return await Run<T>(
            $"const script = await import('data:text/javascript;base64,{content}');\nconsole.log(JSON.stringify({expression}));");
    }

    private static async Task<T> Run<T>(string program)
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
        return output == "" ? throw new InvalidOperationException(await errors) : JsonSerializer.Deserialize<T>(output)!;
    }
}
