using System.CommandLine;
using System.Text;
using ChatPosta.Doctor;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class DoctorCommand
{
    private const int ShortestSample = 8;

    public static Command Create()
    {
        var command = new Command("doctor", "Look at settings, databases, files and disk, and say what to mend.") { Output.JsonOption(), AtRest() };
        command.SetAction(parse =>
        {
            var findings = new ProgramChecks(ChatSettings.Read(parse)).Run();
            Output.For(parse).Table(findings, Columns());
            return ExitCodeOf(findings);
        });
        return command;
    }

    private static Command AtRest()
    {
        var samples = new Option<string?>("--look-for")
        {
            Description = "Also look for each line of this file (- for standard input): values that you know to be secret, such as a token of yours.",
        };
        var command = new Command("at-rest", "Search the data folder for secrets in the clear, and say what is readable by whom.") { samples, Output.JsonOption() };
        command.SetAction(parse => Search(ChatSettings.Read(parse), parse.GetValue(samples), Output.For(parse)));
        return command;
    }

    private static int Search(ChatConfig config, string? samples, Output output)
    {
        try
        {
            if (!File.Exists(config.Db)) return output.Fail($"There is no database at {config.Db}. Say where it is with --db.");

            var (kinds, findings) = new AtRest(config, Read(samples)).Run();
            if (output.Json) output.Answer("", new { kinds, findings = findings.Select(Plain) });
            else Print(kinds, findings, output);
            return ExitCodeOf(findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return output.Fail($"{exception.Message} Run it as the user that the program runs as.");
        }
    }

    private static void Print(IReadOnlyList<KindFound> kinds, IReadOnlyList<Finding> findings, Output output)
    {
        output.Table(
            kinds,
            new Column<KindFound>("kind of data", kind => kind.Kind),
            new Column<KindFound>("form", kind => kind.Form),
            new Column<KindFound>("values", kind => kind.Values),
            new Column<KindFound>("readable by", kind => kind.ReadableBy),
            new Column<KindFound>("where", kind => kind.Where));
        output.Say("");
        output.Table(findings, Columns());
    }

    private static object Plain(Finding finding) => new { state = State(finding), finding.Check, finding = finding.Words };

    private static Column<Finding>[] Columns() =>
        [new("state", State), new("check", finding => finding.Check), new("finding", finding => finding.Words)];

    private static string State(Finding finding) => finding.Condition.ToString().ToLowerInvariant();

    private static int ExitCodeOf(IEnumerable<Finding> findings) =>
        findings.Any(finding => finding.Condition == Condition.Problem) ? ExitCode.Failed : ExitCode.Ok;

    /// <summary>A short line would be found everywhere and say nothing.</summary>
    private static IReadOnlyList<byte[]> Read(string? file)
    {
        if (file is null) return [];

        var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        return [.. text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestSample).Select(Encoding.UTF8.GetBytes)];
    }
}
