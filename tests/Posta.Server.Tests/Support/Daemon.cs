using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Posta.Testing;

namespace Posta.Server.Tests.Support;

/// <summary>The program as a process of its own, on a folder of the test's.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<string> _answered = new();
    private volatile bool _isSilent;

    private Daemon(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.OutputDataReceived += (_, line) => _answered.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Said => string.Join('\n', _said);

    /// <summary>What came on standard output.</summary>
    public string Answered => string.Join('\n', _answered);

    /// <summary>Starts `posta-server args` with the folder's manifest and data.</summary>
    public static Daemon Start(string folder, params string[] args) => Start(folder, new Dictionary<string, string>(), args);

    public static Daemon Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Start(folder, environment, before: [], args);

    /// <summary>As a user whom modes hold back: root, whom they do not, becomes somebody else.</summary>
    public static Daemon StartUnprivileged(string folder, params string[] args) => Start(
        folder,
        new Dictionary<string, string>(),
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [],
        args);

    private static Daemon Start(string folder, IReadOnlyDictionary<string, string> environment, string[] before, string[] args)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] program = [.. before, host];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        string[] places = ["--manifest", Path.Combine(folder, "identities.toml"), "--data", Path.Combine(folder, "data")];
        foreach (var arg in (string[])[typeof(Program).Assembly.Location, .. args, .. places])
            start.ArgumentList.Add(arg);
        return new Daemon(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end, which must be a good one.</summary>
    public static async Task Run(string folder, params string[] args)
    {
        using var command = Start(folder, args);
        Assert.Equal((0, ""), (await command.Exit(), command.Said.Trim()));
    }

    public async Task<int> Port() =>
        int.Parse((await Line("Listening on")).Split(':')[^1], CultureInfo.InvariantCulture);

    /// <summary>Waits for a line on standard error.</summary>
    public async Task<string> Line(string words)
    {
        string? Found() => _said.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal));
        await Eventually.True(() => Found() is not null || _isSilent, Patience, $"it says \"{words}\"");
        return Found() ?? throw new EndOfStreamException($"it ended and never said \"{words}\": {Said}");
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>kill -9, and waits until the kernel has cleared up.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        return await Exit();
    }

    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // Null comes after the last line.
    private void Hear(string? line)
    {
        if (line is null)
            _isSilent = true;
        else
            _said.Enqueue(line);
    }
}
