using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ChatPosta.Tests.Live;

/// <summary>Runs live-rules.js in node, which the build needs anyway for npm: one process per table.</summary>
internal static class LiveScript
{
    /// <summary>Each row is a JavaScript expression over the module's functions, and the one that it must equal.</summary>
    public static async Task Table(params (string Expression, string Expected)[] rows)
    {
        var answers = await Run(Program(rows));

        Assert.All(rows.Zip(answers), pair =>
            Assert.Equal((pair.First.Expression, pair.Second[1]), (pair.First.Expression, pair.Second[0])));
    }

    private static string Program((string Expression, string Expected)[] rows)
    {
        var module = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(Folder(), "live-rules.js")));
        var pairs = string.Join(",\n", rows.Select(row => $"[() => ({row.Expression}), () => ({row.Expected})]"));
        // A data: URL, since node takes a .js file for CommonJS.
        return $$"""
            const { peerFromPath, decideThreadUpdated, decideScroll, backoff, readFrames, heartbeatDue, describeConnection } =
              await import('data:text/javascript;base64,{{module}}');
            const rows = [{{pairs}}];
            console.log(JSON.stringify(rows.map(row => row.map(side => JSON.stringify(side())))));
            """;
    }

    private static async Task<string[][]> Run(string program)
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
        return output == "" ? throw new InvalidOperationException(await errors) : JsonSerializer.Deserialize<string[][]>(output)!;
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/ChatPosta/Live");
}
