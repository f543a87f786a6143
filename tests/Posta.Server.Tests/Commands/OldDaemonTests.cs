using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Commands;

/// <summary>A new version of the program is installed, and the daemon of the old one still runs.</summary>
public sealed class OldDaemonTests
{
    public static TheoryData<string> Commands =>
    [
        "token create --slug alice --name phone",
        "token list --slug alice",
        "invite create --slug alice",
        "invite list --slug alice",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_command_changes_the_schema_under_it(string command)
    {
        await using var server = await TestServer.Start("alice");
        var file = IdentityFolder.Of(server.Config.Data, "alice").DatabaseFile;
        Execute(file, "PRAGMA user_version = 4");

        (await Cli.RunOn(server.Config, command.Split(' '))).Refused("Restart the daemon first");

        Assert.Equal(4, Execute(file, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Adding_again_does_not_change_it_either()
    {
        await using var server = await TestServer.Start("alice");
        var file = IdentityFolder.Of(server.Config.Data, "alice").DatabaseFile;
        Execute(file, "PRAGMA user_version = 4");
        (await Cli.RunOn(server.Config, "identity", "remove", "--slug", "alice")).Good();

        (await Cli.RunOn(server.Config, "identity", "add", "--slug", "alice", "--url", server.Url("alice").Canonical, "--name", "Alice"))
            .Refused("Restart the daemon first");

        Assert.Equal(4, Execute(file, "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_daemon_of_a_newer_version_is_not_called_damaged()
    {
        await using var server = await TestServer.Start("alice");
        Execute(IdentityFolder.Of(server.Config.Data, "alice").DatabaseFile, "PRAGMA user_version = 999");

        (await Cli.RunOn(server.Config, "token", "list", "--slug", "alice")).Refused("use the program that it runs");
    }

    private static long Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return connection.ExecuteScalar<long>(sql);
    }
}
