using System.Diagnostics;
using System.Text.Json;
using ChatPosta.Live;

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
        var module = Convert.ToBase64String(Module());
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

    /// <summary>As the program serves it.</summary>
    private static byte[] Module()
    {
        using var script = typeof(LiveHub).Assembly.GetManifestResourceStream("assets/live-rules.js")!;
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }
}
