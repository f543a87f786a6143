using System.Diagnostics;
using System.Text.Json;

namespace Journeys;

/// <summary>The program as a newcomer runs it: <c>chat-posta demo</c> in a process of its own, on ports that were free.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data;
    private Process _process;

    private DemoProcess(string data, Process process, DemoLine line)
    {
        _data = data;
        _process = process;
        Line = line;
    }

    /// <summary>What <c>--json</c> printed.</summary>
    public DemoLine Line { get; private set; }

    public string Data => _data;

    /// <summary>How long the processor has worked for it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public DemoPerson Alice => Line.Identities.Single(identity => identity.Slug == "alice");

    public DemoPerson Bob => Line.Identities.Single(identity => identity.Slug == "bob");

    public static async Task<DemoProcess> Start()
    {
        var data = Directory.CreateTempSubdirectory("journey-").FullName;
        var (process, line) = await Run(data, port: 0, serverPort: 0);
        return new(data, process, line);
    }

    /// <summary>A stop and the same command once more: same folder, same ports.</summary>
    public async Task Restart()
    {
        await Stop();
        (_process, Line) = await Run(_data, Line.Url.Port, new Uri(Alice.Url).Port);
    }

    /// <summary>As an init system stops it; answers the exit code.</summary>
    public async Task<int> Stop()
    {
        using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static async Task<(Process Process, DemoLine Line)> Run(string data, int port, int serverPort)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChatPosta.App).Assembly.Location, "demo", "--json", "--data", data, "--port", $"{port}", "--server-port", $"{serverPort}"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException("The demo ended before it said where it runs.");
        return (process, JsonSerializer.Deserialize<DemoLine>(line, JsonSerializerOptions.Web)!);
    }
}

/// <summary>The line that <c>chat-posta demo --json</c> prints (chat.md §1).</summary>
internal sealed record DemoLine(Uri Url, IReadOnlyList<DemoPerson> Identities);

internal sealed record DemoPerson(string Slug, string Url, string InviteLink, string PairingUri);
