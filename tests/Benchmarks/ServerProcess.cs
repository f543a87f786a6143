using System.Diagnostics;
using System.Globalization;
using Posta.Protocol;
using Posta.Server.Identities;
using Posta.Server.Tokens;

namespace Benchmarks;

/// <summary>posta-server as operators run it: a process of its own, behind no proxy, its limits on strangers lifted.</summary>
internal sealed class ServerProcess(string data, string? trustedRoots = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _manifest = Path.Combine(data, "identities.toml");
    private Process? _process;

    public int Port { get; } = Workplace.FreePort();

    /// <summary>How long the processor has worked for it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What of its memory is in RAM.</summary>
    public double ResidentKiB => double.Parse(
        File.ReadLines($"/proc/{_process!.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ')[^2],
        CultureInfo.InvariantCulture);

    public PostaUrl Url(string slug) => PostaUrl.Parse($"https://{slug}.localhost:{Port}");

    /// <summary>What `identity add` does; answers a token.</summary>
    public async Task<string> Add(string slug)
    {
        var entry = new ManifestEntry(slug, Url(slug), slug);
        var folder = await IdentityFolder.Create(data, entry, TimeProvider.System);
        Manifest.Add(_manifest, entry);
        return await Token(folder);
    }

    /// <summary>One more token, for an inbox that was put in the place of the first one.</summary>
    public Task<string> Token(string slug) => Token(IdentityFolder.Of(data, slug));

    private static async Task<string> Token(IdentityFolder folder)
    {
        await using var database = folder.OpenDatabase();
        return await new TokenStore(database, TimeProvider.System).Create("benchmark");
    }

    /// <summary>Starts it; answers how long it took until that identity gave an answer.</summary>
    public async Task<TimeSpan> Start(string? awaited = null)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(Posta.Server.App).Assembly.Location, "serve", "--listen", $"127.0.0.1:{Port}", "--manifest", _manifest,
            "--data", data, "--rate-per-minute", "0", "--allow-private-egress",
        ]);
        start.Environment["POSTA_SERVER_FETCHES_PER_SOURCE"] = "0";
        start.Environment["POSTA_SERVER_FETCHES_PER_HOST"] = "0";
        start.Environment["POSTA_SERVER_LOG_LEVEL"] = "warning";
        if (trustedRoots is not null) start.Environment["SSL_CERT_FILE"] = trustedRoots;
        var begin = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        await Answers(awaited is null ? "/healthz" : "/", awaited is null ? "localhost" : Url(awaited).Authority, begin);
        return Stopwatch.GetElapsedTime(begin);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null or { HasExited: true }) return;

        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Answers(string path, string host, long begin)
    {
        while (true)
        {
            if (_process!.HasExited) throw new InvalidOperationException("posta-server has ended; what it said stands above.");
            if (Stopwatch.GetElapsedTime(begin) > Patience) throw new TimeoutException("posta-server does not answer.");
            if (await Answer(path, host) == 200) return;
            await Task.Delay(2);
        }
    }

    private async Task<int> Answer(string path, string host)
    {
        try
        {
            using var line = await HttpLine.Open(Port);
            return await line.Exchange(HttpLine.Get(path, host, "Accept: application/posta+json"));
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return 0;
        }
    }
}
