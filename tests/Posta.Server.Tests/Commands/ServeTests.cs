using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Commands;

/// <summary>The daemon as a process of its own, with the signals that an operator sends.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posta-serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_starts_empty_takes_a_new_identity_on_SIGHUP_and_stops_on_SIGTERM()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals.");
        using var daemon = Start("serve", "--listen", "127.0.0.1:0");
        var port = await ListeningPort(daemon);
        Assert.Equal("404", await Status(port));

        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");
        await Signal(daemon, "HUP");
        await Eventually.True(async () => await Status(port) == "200");

        await File.WriteAllTextAsync(Path.Combine(_folder, "identities.toml"), "[[identity]]\nurl = 1", TestContext.Current.CancellationToken);
        await Signal(daemon, "HUP");
        Assert.Contains("identities.toml:2", await Line(daemon, "not taken"), StringComparison.Ordinal);
        Assert.Equal("200", await Status(port));

        await Signal(daemon, "TERM");
        await daemon.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, daemon.ExitCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        using var daemon = Start("serve", "--listen", address);

        Assert.Contains(address, await Line(daemon, "choose another port"), StringComparison.Ordinal);
        await daemon.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, daemon.ExitCode);
    }

    [Fact]
    public async Task Intermediate_certificates_are_sent_along()
    {
        using var chain = new CertificateChain("alice.example");
        await File.WriteAllTextAsync(Path.Combine(_folder, "fullchain.pem"), chain.FullChain, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), chain.Key, TestContext.Current.CancellationToken);
        using var daemon = Start(
            "serve", "--listen", "127.0.0.1:0", "--tls-cert", Path.Combine(_folder, "fullchain.pem"), "--tls-key", Path.Combine(_folder, "key.pem"));

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, await ListeningPort(daemon), TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(chain.Root);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "alice.example", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);

        Assert.True(tls.IsAuthenticated);
        daemon.Kill();
    }

    private async Task Run(params string[] args)
    {
        using var process = Start(args);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var arg in (string[])[typeof(Program).Assembly.Location, .. args, "--manifest", Path.Combine(_folder, "identities.toml"), "--data", _folder])
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    private static async Task<int> ListeningPort(Process daemon) =>
        int.Parse((await Line(daemon, "Listening on")).Split(':')[^1], CultureInfo.InvariantCulture);

    private static async Task<string> Line(Process daemon, string words)
    {
        while (await daemon.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.Contains(words, StringComparison.Ordinal))
                return line;
        throw new EndOfStreamException($"the program never said \"{words}\"");
    }

    private static async Task Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> Status(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: alice.example\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ')[1];
    }
}
