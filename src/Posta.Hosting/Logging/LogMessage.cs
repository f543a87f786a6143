using System.Globalization;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Posta.Hosting.Logging;

/// <summary>What both formats take from a log event.</summary>
internal static class LogMessage
{
    private static readonly MessageTemplateTextFormatter Template = new("{Message:l}", CultureInfo.InvariantCulture);

    public static string Message(this LogEvent logEvent)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        Template.Format(logEvent, text);
        return text.ToString();
    }

    public static string Source(this LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string source } ? source : "";

    public static string Time(this LogEvent logEvent) =>
        logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
