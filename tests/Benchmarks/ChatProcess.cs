using System.Diagnostics;
using ChatPosta;
using Posta.Protocol;

namespace Benchmarks;

/// <summary>chat-posta as operators run it: a process of its own, on a folder of its own.</summary>
/// <param name="limitScale">A thousandth of it is a person; 0 lifts the limits.</param>
internal sealed class ChatProcess(string trustedRoots, int limitScale) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Workplace _place = new();
    private Process? _process;
    private IReadOnlyList<string> _cookies = [];

    public int Port { get; } = Workplace.FreePort();

    public string Host => $"localhost:{Port}";

    public Footprint Footprint => new(_process!.Id);

    private string Database => _place.File("state.db");

    /// <summary>The header by which a request is that user's.</summary>
    public string Cookie(int user) => $"Cookie: chat={_cookies[user]}";

    public async Task SignUp(IEnumerable<PostaUrl> servers) =>
        _cookies = await SeededUsers.Create(new ChatConfig { Listen = [], Db = Database, BaseUrl = new Uri($"http://{Host}") }, servers);

    public async Task Start()
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(App).Assembly.Location, "serve", "--listen", $"127.0.0.1:{Port}", "--db", Database, "--base-url", $"http://{Host}"]);
        start.Environment["CHAT_POSTA_EGRESS_ALLOW_PRIVATE"] = "true";
        start.Environment["CHAT_POSTA_LIMITS_SCALE"] = $"{limitScale}";
        start.Environment["CHAT_POSTA_LOG_LEVEL"] = "warning";
        start.Environment["SSL_CERT_FILE"] = trustedRoots;
        _process = Process.Start(start)!;
        await Answers();
    }

    /// <summary>As an init system stops it.</summary>
    public async Task Stop()
    {
        if (_process is null or { HasExited: true }) return;

        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _place.Dispose();
    }

    private async Task Answers()
    {
        var begin = Stopwatch.GetTimestamp();
        while (await Status() != 200)
        {
            if (_process!.HasExited) throw new InvalidOperationException("chat-posta has ended; what it said stands above.");
            if (Stopwatch.GetElapsedTime(begin) > Patience) throw new TimeoutException("chat-posta does not answer.");
            await Task.Delay(2);
        }
    }

    private async Task<int> Status()
    {
        try
        {
            using var line = await HttpLine.Open(Port);
            return await line.Exchange(HttpLine.Get("/readyz", Host));
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return 0;
        }
    }
}
