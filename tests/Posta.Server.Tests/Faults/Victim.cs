using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Posta.Protocol;
using Posta.Server.Tests.Commands;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Faults;

/// <summary>A daemon with the identity alice that is killed and started again, on the same port and data.</summary>
internal sealed class Victim : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Daemon? _daemon;
    private ApiClient? _alice;

    public PostaUrl Url => PostaUrl.Parse($"https://alice.localhost:{_port}");

    public ApiClient Alice => _alice!;

    public string DatabaseFile => Path.Combine(_folder.Path, "data", "alice", "inbox.db");

    public string KeysFile => Path.Combine(_folder.Path, "data", "alice", "keys.json");

    public string ManifestFile => In("identities.toml");

    /// <summary>Completes when it serves again.</summary>
    public Task Up => _up.Task;

    public static async Task<Victim> Start()
    {
        var victim = new Victim();
        await victim.WritePem("cert.pem", TestServer.Certificate.ExportCertificatePem());
        await victim.WritePem("key.pem", TestServer.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await victim.WritePem("roots.pem", TestServer.Authority.Roots.ExportCertificatePems());
        victim._alice = new ApiClient(victim.Url, (await victim.Add()).Json.GetProperty("token").GetString()!);
        await victim.Run();
        return victim;
    }

    public async Task KillAndStartAgain()
    {
        _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _daemon!.Kill();
        await StartAgain();
    }

    public async Task StartAgain()
    {
        _daemon!.Dispose();
        await Run();
    }

    /// <summary>Makes what is missing of alice, her entry in the manifest for one.</summary>
    public async Task<CliAnswer> Add() => (await Cli.RunOn(
        ManifestFile, In("data"), "identity", "add", "--slug", "alice", "--url", Url.Canonical, "--name", "Alice", "--print-token", "--json")).Good();

    /// <summary>Another process with the daemon's settings.</summary>
    public Daemon Command(params string[] args) => Daemon.Start(
        _folder.Path,
        new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = In("roots.pem"),
            ["POSTA_SERVER_FETCHES_PER_SOURCE"] = "0",
            ["POSTA_SERVER_FETCHES_PER_HOST"] = "0",
        },
        [.. args, "--listen", $"127.0.0.1:{_port}", "--tls-cert", In("cert.pem"), "--tls-key", In("key.pem"), "--allow-private-egress", "--rate-per-minute", "0"]);

    public Task Signal(string name) => _daemon!.Signal(name);

    public Task<string> Says(string words) => _daemon!.Line(words);

    public Task<int> Stop() => _daemon!.Stop();

    /// <summary>Does a request until it is answered, over as many lives of the daemon as it takes.</summary>
    public async Task<T> Insist<T>(Func<Task<T>> request)
    {
        while (true)
        {
            await Up.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await request();
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // It was killed under the request: nobody knows whether it was done.
            }
        }
    }

    public void Dispose()
    {
        _alice?.Dispose();
        _daemon?.Dispose();
        _folder.Dispose();
    }

    private async Task Run()
    {
        _daemon = Command("serve");
        await _daemon.Port();
        _up.TrySetResult();
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private Task WritePem(string name, string pem) => File.WriteAllTextAsync(In(name), pem, TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
