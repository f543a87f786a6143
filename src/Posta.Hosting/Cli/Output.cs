using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Posta.Hosting.Cli;

/// <summary>
/// What a command answers: on standard output, as text for people or as one line of JSON;
/// what went wrong goes to standard error in plain words.
/// </summary>
public sealed class Output(TextWriter answers, TextWriter errors, bool json)
{
    private const string JsonFlag = "--json";

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for HTML
    };

    /// <summary>The answer is wanted as JSON.</summary>
    public bool Json => json;

    /// <summary>A new <c>--json</c> option, for each command that has an answer.</summary>
    public static Option<bool> JsonOption() => new(JsonFlag) { Description = "Answer with JSON." };

    /// <summary>The output that this command line asks for.</summary>
    public static Output For(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var json = parse.GetResult(JsonFlag) is OptionResult { Implicit: false };
        return new Output(parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, json);
    }

    /// <summary>Lists rows: an aligned table, or an array of objects.</summary>
    public void Table<T>(IEnumerable<T> rows, params IReadOnlyList<Column<T>> columns)
    {
        if (json)
        {
            WriteJson(rows.Select(row => columns.ToDictionary(column => column.Member, column => column.Value(row))));
            return;
        }

        string[] headings = [.. columns.Select(column => column.Heading.ToUpperInvariant())];
        TextTable.Write(answers, [headings, .. rows.Select(row => columns.Select(column => column.Value(row)))]);
    }

    /// <summary>Gives one answer in both forms: words for people, a value for programs.</summary>
    public void Answer(string words, object value)
    {
        if (json) WriteJson(value);
        else answers.WriteLine(words);
    }

    /// <summary>Says something that only people need; silent under <c>--json</c>.</summary>
    public void Say(string words)
    {
        if (!json) answers.WriteLine(words);
    }

    /// <summary>Says why the command could not be done: <c>return output.Fail("…");</c></summary>
    public int Fail(string reason) => Complain(reason, ExitCode.Failed);

    /// <summary>Says what is wrong with the command line: <c>return output.Misused("…");</c></summary>
    public int Misused(string reason) => Complain(reason, ExitCode.Usage);

    private int Complain(string reason, int exitCode)
    {
        errors.WriteLine(reason);
        return exitCode;
    }

    private void WriteJson(object value) => answers.WriteLine(JsonSerializer.Serialize(value, JsonOptions));
}
