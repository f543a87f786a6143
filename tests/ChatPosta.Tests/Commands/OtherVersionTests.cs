using ChatPosta.Accounts;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Tests.Commands;

/// <summary>A command changes no schema under a program that may be running, and says so.</summary>
public sealed class OtherVersionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;

    private string Db => Path.Combine(_folder, "state.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(900)]
    public async Task A_database_of_another_version_is_left_as_it_is(int version)
    {
        AccountDatabase.Open(Db).Dispose();
        Execute($"PRAGMA user_version = {version}");

        string[][] commands = [["invite", "create", "--name", "Alice"], ["invite", "list"], ["user", "list"], ["user", "disable", "x"], ["session", "list"], ["audit", "list"]];
        foreach (var command in commands)
        {
            var run = await Cli.Run([.. command, "--db", Db]);

            Assert.Equal((1, ""), (run.Exit, run.Out));
            Assert.Contains("Nothing was changed", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(version, Execute("PRAGMA user_version"));
    }

    private long? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long?)command.ExecuteScalar();
    }
}
