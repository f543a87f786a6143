using System.CommandLine;
using System.Globalization;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Server.Check;

namespace Posta.Server.Commands;

/// <summary>Tries a live server from outside, as operators do after each deploy.</summary>
internal static class CheckCommand
{
    /// <summary>A token in the arguments can be seen by everybody on the machine; here it can't.</summary>
    private const string TokenVariable = "POSTA_SERVER_CHECK_TOKEN";

    private static readonly Option<string> Url = new("--url") { Description = "The identity's address.", Required = true };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = $"A token of the identity; better given in the environment as {TokenVariable}.",
    };

    private static readonly Option<CheckMode> Mode = new("--mode")
    {
        Description = "golden: every step once. loop: send to itself over and over, and count.",
        DefaultValueFactory = _ => CheckMode.Golden,
    };

    private static readonly Option<string> For = new("--duration")
    {
        Description = "How long a loop sends, such as 90s or 24h.",
        DefaultValueFactory = _ => "60s",
    };

    private static readonly Option<string> Every = new("--every")
    {
        Description = "The pause between two messages of a loop; a server takes 60 a minute from one sender unless told otherwise.",
        DefaultValueFactory = _ => "2s",
    };

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var command = new Command("check", "Try a live server: send to itself, see it come back, mark it read, upload.")
        {
            Url, Token, Mode, For, Every, Output.JsonOption(),
        };
        command.SetAction((parse, ct) => Check(parse, ServerSettings.Config(parse), Output.For(parse), ct));
        return command;
    }

    private static async Task<int> Check(ParseResult parse, ServerConfig config, Output output, CancellationToken ct)
    {
        if (!PostaUrl.TryParseInput(parse.GetValue(Url)!, out var url, out var rejection))
            return output.Misused($"--url: {rejection.Code()}. {rejection.Explain()}");
        if ((parse.GetValue(Token) ?? Environment.GetEnvironmentVariable(TokenVariable))?.Trim() is not { Length: > 0 } token || !IsToken(token))
            return output.Misused($"Give a token of {url.Display}, with --token or in {TokenVariable}. `posta-server token create` makes one.");
        if (!Duration.TryParse(parse.GetValue(For)!, out var duration) || !Duration.TryParse(parse.GetValue(Every)!, out var every))
            return output.Misused($"--duration and --every: write {Duration.Expects}.");
        if (every < Shortest)
            return output.Misused($"--every: at least {Shortest.TotalSeconds:0}s. A server takes 60 messages a minute from one sender, and what is more waits for hours behind it.");

        using var http = new GuardedHttp(new EgressOptions { AllowPrivate = config.AllowPrivateEgress, TrustedRoots = config.TrustedRoots });
        var server = new LiveServer(url, new Secret(token), http);
        return parse.GetValue(Mode) is CheckMode.Loop
            ? await Loop(new LoopRun(server, TimeProvider.System, output.Say), duration, every, output, ct)
            : await Golden(new GoldenRun(server, TimeProvider.System), output, ct);
    }

    private static async Task<int> Golden(GoldenRun run, Output output, CancellationToken ct)
    {
        var results = new List<StepResult>();
        await foreach (var result in run.Run(ct))
        {
            results.Add(result);
            output.Say($"{(result.Ok ? "ok" : "FAILED"),-6} {result.Name,-14} {Milliseconds(result.Took),6} ms  {result.Detail}");
        }

        var held = results.TrueForAll(result => result.Ok);
        output.Answer(
            held ? "Everything held." : "Not everything held.",
            new
            {
                held,
                steps = results.Select(result => new { name = result.Name, ok = result.Ok, detail = result.Detail, milliseconds = Milliseconds(result.Took) }),
            });
        return held ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<int> Loop(LoopRun run, TimeSpan duration, TimeSpan every, Output output, CancellationToken ct)
    {
        LoopReport report;
        try
        {
            report = await run.Run(duration, every, ct);
        }
        catch (Exception e) when (e is CheckFailedException or EgressException)
        {
            return output.Fail($"The loop could not begin. {e.Message}");
        }

        output.Answer(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Sent {report.Sent}, received {report.Received}, doubled {report.Doubled}, never taken {report.NotTaken}, "
                + $"reconnects {report.Reconnects}, longest gap {report.LongestGap.TotalSeconds:0.0} s. {(report.Held ? "Everything held." : "Not everything held.")}"),
            new
            {
                held = report.Held,
                sent = report.Sent,
                received = report.Received,
                doubled = report.Doubled,
                notTaken = report.NotTaken,
                reconnects = report.Reconnects,
                longestGapSeconds = Math.Round(report.LongestGap.TotalSeconds, 1),
            });
        return report.Held ? ExitCode.Ok : ExitCode.Failed;
    }

    // Whatever another server's tokens look like, they have to fit into a header.
    private static bool IsToken(string text) => text.All(c => c is > ' ' and < '\x7f');

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    private enum CheckMode
    {
        Golden,
        Loop,
    }
}
