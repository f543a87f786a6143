using System.Net;
using System.Net.Sockets;
using ChatPosta.Demo;
using ChatPosta.Tests.Commands;
using Posta.Protocol;

namespace ChatPosta.Tests.Demo;

public sealed class DemoCommandTests
{
    [Theory]
    [InlineData("--port")]
    [InlineData("--server-port")]
    public async Task A_busy_port_is_named_with_the_flag_to_use(string flag)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        var other = flag == "--port" ? "--server-port" : "--port";

        var run = await Cli.Run("demo", flag, port, other, "0");

        Assert.Equal(1, run.Exit);
        Assert.Contains($"Port {port} is in use", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"with {flag}.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--db", "/x.db")]
    [InlineData("--listen", "127.0.0.1:1")]
    [InlineData("--base-url", "https://chat.example")]
    [InlineData("--config", "/x.toml")]
    public async Task A_flag_of_serve_is_refused_before_or_after_the_command(string flag, string value)
    {
        foreach (var args in new string[][] { ["demo", flag, value], [flag, value, "demo"] })
        {
            var run = await Cli.Run(args);
            Assert.Equal(2, run.Exit);
            Assert.StartsWith($"{flag} is for `serve`", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_named()
    {
        var file = Path.GetTempFileName();

        var run = await Cli.Run("demo", "--data", file, "--port", "0", "--server-port", "0");

        Assert.Equal(1, run.Exit);
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_damaged_database_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "chat-posta"));
        var db = Path.Combine(folder, "chat-posta", "state.db");
        File.WriteAllText(db, "this is no database, and long enough to be looked at as one");

        var run = await Cli.Run("demo", "--data", folder, "--port", "0", "--server-port", "0");

        Assert.Equal(1, run.Exit);
        Assert.Contains(db, run.Error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_kept_folder_whose_port_is_taken_says_why_it_cannot_have_another()
    {
        var folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;
        var port = (await Addresses(folder))[0].Port;
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        var run = await Cli.Run("demo", "--data", folder, "--port", "0", "--server-port", "0");

        Assert.Contains($"Port {port} is in use", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("with --data.\n", run.Error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_makes_two_people_with_an_invite_and_a_pairing_link_each()
    {
        await using var demo = await RunningDemo.Start(new DemoOptions(Port: 0, ServerPort: 0), TestContext.Current.CancellationToken);

        Assert.Equal(["alice", "bob"], demo.Identities.Select(identity => identity.Slug));
        Assert.All(demo.Identities, identity =>
        {
            Assert.StartsWith($"{demo.Url}register#code=", identity.InviteLink, StringComparison.Ordinal);
            Assert.True(PairingUri.TryParse(identity.PairingUri, out var uri, out _));
            Assert.Equal(identity.Url.Authority, uri.Authority);
        });
    }

    [Fact]
    public async Task A_kept_folder_keeps_the_people_at_their_addresses()
    {
        var folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;
        try
        {
            var first = await Addresses(folder);
            Assert.Equal(first, await Addresses(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<PostaUrl>> Addresses(string folder)
    {
        await using var demo = await RunningDemo.Start(new DemoOptions(folder, 0, 0), TestContext.Current.CancellationToken);
        return [.. demo.Identities.Select(identity => identity.Url)];
    }
}
