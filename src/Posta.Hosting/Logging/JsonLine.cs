using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;
using Serilog.Parsing;

namespace Posta.Hosting.Logging;

/// <summary>One JSON object per line: time, level, source, message, and the values that the message names.</summary>
internal sealed class JsonLine : ITextFormatter
{
    private static readonly JsonValueFormatter Values = new(typeTagName: null);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        Write("{\"time\":", logEvent.Time(), output);
        Write(",\"level\":", JsonNamingPolicy.CamelCase.ConvertName($"{logEvent.Level}"), output);
        Write(",\"source\":", logEvent.Source(), output);
        Write(",\"message\":", logEvent.Message(), output);
        WriteValues(Named(logEvent), output);
        if (logEvent.Exception is { } exception) Write(",\"exception\":", exception.ToString(), output);
        output.WriteLine('}');
    }

    // Only what the message names: the framework's scopes would add paths, and a path can hold a signed link.
    private static IEnumerable<LogEventProperty> Named(LogEvent logEvent) =>
        from name in logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Select(token => token.PropertyName).Distinct()
        where logEvent.Properties.ContainsKey(name)
        select new LogEventProperty(name, logEvent.Properties[name]);

    private static void WriteValues(IEnumerable<LogEventProperty> values, TextWriter output)
    {
        var separator = ",\"values\":{";
        foreach (var value in values)
        {
            output.Write(separator);
            JsonValueFormatter.WriteQuotedJsonString(value.Name, output);
            output.Write(':');
            Values.Format(value.Value, output);
            separator = ",";
        }

        if (separator == ",") output.Write('}');
    }

    private static void Write(string name, string value, TextWriter output)
    {
        output.Write(name);
        JsonValueFormatter.WriteQuotedJsonString(value, output);
    }
}
