using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Inbox;

public sealed class StartTests
{
    /// <summary>404 would be for good (W-31); a connection that is refused is tried again.</summary>
    [Fact]
    public async Task A_server_that_does_not_know_its_identities_yet_answers_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("posta-server-test-");
        // A pipe lets the manifest be read for as long as the test wants.
        var manifest = Path.Combine(folder.FullName, "identities.toml");
        Process.Start("mkfifo", manifest).WaitForExit();
        var port = FreePort();
        await using var app = App.Build(new ServerConfig
        {
            Listen = [new("127.0.0.1", port)],
            Manifest = manifest,
            Data = Path.Combine(folder.FullName, "data"),
            Certificate = TestServer.Certificate,
        });

        var starting = Task.Run(() => app.StartAsync(), TestContext.Current.CancellationToken);
        await using (await Task.Run(() => new FileStream(manifest, FileMode.Open, FileAccess.Write), TestContext.Current.CancellationToken))
            await Assert.ThrowsAsync<SocketException>(() => Connect(port));

        await starting;
        await Connect(port);
        await app.StopAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
    }

    private static async Task Connect(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
