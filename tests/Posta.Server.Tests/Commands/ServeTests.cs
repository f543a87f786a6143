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
        using var daemon = Daemon.Start(_folder, "serve", "--listen", "127.0.0.1:0");
        var port = await daemon.Port();
        Assert.Contains("identities.toml, so nobody is served", await daemon.Line("There is no manifest"), StringComparison.Ordinal);
        Assert.Equal("404", await Status(port));

        await AddAlice();
        await daemon.Signal("HUP");
        await Eventually.True(async () => await Status(port) == "200");

        await File.WriteAllTextAsync(Path.Combine(_folder, "identities.toml"), "[[identity]]\nurl = 1", TestContext.Current.CancellationToken);
        await daemon.Signal("HUP");
        Assert.Contains("identities.toml:2", await daemon.Line("not taken"), StringComparison.Ordinal);
        Assert.Equal("200", await Status(port));

        Assert.Equal(0, await daemon.Stop());
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_is_refused_in_words_until_the_first_is_gone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -9.");
        await AddAlice();
        using var first = Daemon.Start(_folder, "serve", "--listen", "127.0.0.1:0");
        await first.Port();

        using var second = Daemon.Start(_folder, "serve", "--listen", "127.0.0.1:0");
        Assert.Equal(1, await second.Exit());
        Assert.Contains("another posta-server is using this folder", await second.Line("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Said, StringComparison.Ordinal);

        await first.Kill();
        using var third = Daemon.Start(_folder, "serve", "--listen", "127.0.0.1:0");
        Assert.Equal("200", await Status(await third.Port()));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        using var daemon = Daemon.Start(_folder, "serve", "--listen", address);

        Assert.Contains(address, await daemon.Line("choose another port"), StringComparison.Ordinal);
        Assert.Equal(1, await daemon.Exit());
    }

    [Fact]
    public async Task Intermediate_certificates_are_sent_along()
    {
        using var chain = new CertificateChain("alice.example");
        await File.WriteAllTextAsync(Path.Combine(_folder, "fullchain.pem"), chain.FullChain, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), chain.Key, TestContext.Current.CancellationToken);
        using var daemon = Daemon.Start(
            _folder, "serve", "--listen", "127.0.0.1:0", "--tls-cert", Path.Combine(_folder, "fullchain.pem"), "--tls-key", Path.Combine(_folder, "key.pem"));

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, await daemon.Port(), TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(chain.Root);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "alice.example", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);

        Assert.True(tls.IsAuthenticated);
    }

    private Task AddAlice() => Daemon.Run(_folder, "identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");

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
