using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace Posta.Hosting.Logging;

/// <summary>Sets up logging: every logger of the program writes one line per event to standard error.</summary>
public static class Log
{
    /// <summary>Replaces the framework's log providers. Standard output stays free for what a command answers.</summary>
    public static ILoggingBuilder Configure(ILoggingBuilder logging, LogLevel level, LogFormat format) =>
        Configure(logging, level, format, (sinks, formatter) =>
            sinks.Console(formatter, standardErrorFromLevel: LogEventLevel.Verbose));

    internal static ILoggingBuilder Configure(
        ILoggingBuilder logging, LogLevel level, LogFormat format, Action<LoggerSinkConfiguration, ITextFormatter> addSink)
    {
        var settings = new LoggerConfiguration().Destructure.AsScalar<Secret>();
        addSink(settings.WriteTo, Formatter(format));
        return logging
            .ClearProviders()
            .SetMinimumLevel(LogLevel.Trace) // the levels are decided below, in one place
            .AddSerilog(WithLevels(settings, level).CreateLogger(), dispose: true);
    }

    // The framework names paths and headers below Warning, so it stays quiet even when our own level is Debug.
    private static LoggerConfiguration WithLevels(LoggerConfiguration settings, LogLevel level)
    {
        var least = SerilogLevel(level);
        var framework = least > LogEventLevel.Warning ? least : LogEventLevel.Warning;
        return settings.MinimumLevel.Is(least)
            .MinimumLevel.Override("Microsoft", framework)
            .MinimumLevel.Override("System", framework)
            // It logs what it then throws; the command line says that in words.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LevelAlias.Off)
            // While it may log anything, each request has an activity and a scope of its own, which nothing here writes down.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off);
    }

    private static LogEventLevel SerilogLevel(LogLevel level) =>
        level == LogLevel.None ? LevelAlias.Off : LevelConvert.ToSerilogLevel(level);

    private static ITextFormatter Formatter(LogFormat format) =>
        format == LogFormat.Json ? new JsonLine() : new TextLine();
}
