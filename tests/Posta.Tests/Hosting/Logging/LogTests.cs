using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posta.Hosting.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Posta.Tests.Hosting.Logging;

public sealed class LogTests
{
    [Fact]
    public void Text_is_one_line_with_time_level_source_and_message() => Assert.Matches(
        @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO  Posta\.Outbox: delivered 3 to bob\n$",
        Written(LogFormat.Text, log => log.LogInformation("delivered {Count} to {Peer}", 3, "bob")));

    [Fact]
    public void A_logged_value_cannot_forge_a_second_line()
    {
        var written = Written(LogFormat.Text, log => log.LogWarning("host {Host}", "x\n2026-01-01T00:00:00.000Z INFO  forged\u001b[2J"));

        Assert.Single(written.TrimEnd().Split('\n'));
        Assert.DoesNotContain('\u001b', written);
    }

    [Fact]
    public void An_exception_follows_indented() =>
        Assert.Contains("\n    System.InvalidOperationException: torn\n", Written(LogFormat.Text, log => log.LogError(new InvalidOperationException("torn"), "failed")), StringComparison.Ordinal);

    [Fact]
    public void Json_is_one_object_per_line_with_the_named_values()
    {
        var written = Written(LogFormat.Json, log => log.LogError(new InvalidOperationException("torn\npage"), "delivered {Count} to {Peer}", 3, "b\"ob\n"));

        var line = JsonDocument.Parse(Assert.Single(written.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal("error", line.GetProperty("level").GetString());
        Assert.Equal("Posta.Outbox", line.GetProperty("source").GetString());
        Assert.Equal("delivered 3 to b\"ob\n", line.GetProperty("message").GetString());
        Assert.Equal(3, line.GetProperty("values").GetProperty("Count").GetInt32());
        Assert.Contains("torn\npage", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_leaves_out_what_a_scope_adds() =>
        Assert.DoesNotContain("signature", Written(LogFormat.Json, log =>
        {
            using var scope = log.BeginScope(new Dictionary<string, object> { ["RequestPath"] = "/media/signature" });
            log.LogInformation("served");
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    public void A_secret_is_stars_even_when_taken_apart(LogFormat format)
    {
        var written = Written(format, log => log.LogInformation("{Token} {@Parts}", new Secret("canary"), new Secret("canary")));

        Assert.Contains("*** ***", written, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Posta.Outbox", LogLevel.Debug, "DEBUG INFO WARN")]
    [InlineData("Posta.Outbox", LogLevel.Warning, "WARN")]
    [InlineData("Posta.Outbox", LogLevel.None, "")]
    [InlineData("Microsoft.AspNetCore.Hosting", LogLevel.Debug, "WARN")]
    [InlineData("System.Net.Http", LogLevel.Information, "WARN")]
    [InlineData("Microsoft.AspNetCore.Hosting", LogLevel.Error, "")]
    public void The_level_holds_for_us_and_the_framework_stays_at_Warning(string source, LogLevel level, string expected)
    {
        var written = Written(LogFormat.Text, log =>
        {
            log.LogDebug("x");
            log.LogInformation("x");
            log.LogWarning("x");
        }, source, level);

        Assert.Equal(expected, string.Join(' ', written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1])));
    }

    private static string Written(LogFormat format, Action<ILogger> write, string source = "Posta.Outbox", LogLevel level = LogLevel.Information)
    {
        var written = new StringWriter();
        var services = new ServiceCollection().AddLogging(logging =>
            Log.Configure(logging, level, format, (sinks, formatter) => sinks.Sink(new WriterSink(written, formatter))));
        using (var provider = services.BuildServiceProvider())
        {
            write(provider.GetRequiredService<ILoggerFactory>().CreateLogger(source));
        }

        return written.ToString();
    }

    private sealed class WriterSink(TextWriter writer, ITextFormatter formatter) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, writer);
    }
}
