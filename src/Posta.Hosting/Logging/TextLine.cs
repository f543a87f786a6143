using Posta.Hosting.Cli;
using Serilog.Events;
using Serilog.Formatting;

namespace Posta.Hosting.Logging;

/// <summary>
/// One line for a person: time in UTC, level, source, message; an exception follows, indented.
/// Control characters are replaced: whoever chooses a logged value must not be able to forge a line.
/// </summary>
internal sealed class TextLine : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write($"{logEvent.Time()} {Level(logEvent.Level)} {logEvent.Source()}: ");
        output.WriteLine(Printable.Line(logEvent.Message()));
        foreach (var line in (logEvent.Exception?.ToString() ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine("    " + Printable.Line(line.TrimEnd()));
        }
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRACE",
        LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO ",
        LogEventLevel.Warning => "WARN ",
        LogEventLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
