using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Posta.Testing;

namespace Journeys;

/// <summary>The program as an operator runs it: <c>chat-posta serve</c> in a process of its own, telling all that it ever tells.</summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process _process = null!;

    private ServeProcess()
    {
        Directory.CreateDirectory(Temporary);
        File.WriteAllText(RootsFile, string.Join('\n', Pair.Roots.Select(root => root.ExportCertificatePem())));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("serve-").FullName;

    public Uri Url { get; } = new($"http://localhost:{FreePort()}");

    /// <summary>Each line that it wrote, as log or otherwise.</summary>
    public ConcurrentQueue<string> Output { get; } = [];

    private string Temporary => Path.Combine(Folder, "tmp");

    private string RootsFile => Path.Combine(Folder, "roots.pem");

    public static async Task<ServeProcess> Start()
    {
        var serve = new ServeProcess();
        serve._process = serve.Run("serve", "--listen", $"127.0.0.1:{serve.Url.Port}");
        await Eventually.True(serve.Answers, Patience);
        return serve;
    }

    public async Task<string> Invite()
    {
        using var process = Run("invite", "create", "--name", "Alice", "--json");
        await process.WaitForExitAsync();
        await Eventually.True(() => Output.Any(line => Link().IsMatch(line)));
        // It is for the one who asked; what the running program writes is another matter.
        var line = Output.First(line => Link().IsMatch(line));
        var rest = Output.Where(each => each != line).ToArray();
        Output.Clear();
        foreach (var each in rest) Output.Enqueue(each);
        return Link().Match(line).Value;
    }

    /// <summary>As an init system stops it. Ctrl-C would not reach a program whose tests were started in the background.</summary>
    public async Task Stop()
    {
        if (_process.HasExited) return;

        using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChatPosta.App).Assembly.Location, .. arguments, "--db", Path.Combine(Folder, "state.db"), "--base-url", Url.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CHAT_POSTA_EGRESS_ALLOW_PRIVATE"] = "true";
        start.Environment["CHAT_POSTA_LOG_LEVEL"] = "debug";
        // Whoever does everything wrong, twice, would be kept out.
        start.Environment["CHAT_POSTA_LIMITS_SCALE"] = "0";
        start.Environment["TMPDIR"] = Temporary;
        start.Environment["SSL_CERT_FILE"] = RootsFile;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        if (line is not null) Output.Enqueue(line);
    }

    private async Task<bool> Answers()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("http://localhost:[0-9]+/register#code=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
