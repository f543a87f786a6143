using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Benchmarks;

/// <summary>The least that Kestrel can do for a page: the same bytes to everybody, in a process of its own.</summary>
internal sealed class PlainPage : IAsyncDisposable
{
    /// <summary>The argument by which this program is that process.</summary>
    public const string Argument = "plain-page";

    private readonly Process _process;

    private PlainPage(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public Footprint Footprint => new(_process.Id);

    public static async Task<PlainPage> Start(int bytes)
    {
        var port = Workplace.FreePort();
        var arguments = new[] { typeof(PlainPage).Assembly.Location, Argument, $"{port} {bytes}" };
        var page = new PlainPage(Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!, port);
        _ = await page._process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The plain page has ended.");
        return page;
    }

    public static async Task Serve(string portAndBytes)
    {
        int[] numbers = [.. portAndBytes.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        var page = new byte[numbers[1]];
        Array.Fill(page, (byte)'a');
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, numbers[0]));
        await using var app = builder.Build();
        app.Run(context => Results.Bytes(page, "text/html; charset=utf-8").ExecuteAsync(context));
        await app.StartAsync();
        await Console.Out.WriteLineAsync("It answers.");
        await app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
