using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

/// <summary>A statement that is kept prepared answers as a new one would.</summary>
public sealed class CachingConnectionTests : IDisposable
{
    private readonly Notebook _notebook = new();
    private readonly Database _database;

    public CachingConnectionTests() => _database = _notebook.Open();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _notebook.Dispose();
    }

    [Fact]
    public async Task A_statement_is_prepared_once()
    {
        var prepared = await _database.Write(
            connection =>
            {
                var keeper = Assert.IsType<CachingConnection>(connection);
                connection.Execute("INSERT INTO notes (text) VALUES (@text)", new { text = "first" });
                var first = keeper.Take("INSERT INTO notes (text) VALUES (@text)");
                keeper.GiveBack(first);
                connection.Execute("INSERT INTO notes (text) VALUES (@text)", new { text = "second" });
                return ReferenceEquals(first, keeper.Take("INSERT INTO notes (text) VALUES (@text)"));
            },
            Ct);

        Assert.True(prepared);
        Assert.Equal(["first", "second"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task It_knows_nothing_of_its_last_use()
    {
        await Notebook.Write(_database, "there");
        Assert.Equal(1, await Count("there"));
        Assert.Equal(0, await Count("elsewhere"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.Read(
            connection => connection.ExecuteScalar<int>("SELECT count(*) FROM notes WHERE text = @text"), Ct));
        Assert.Equal(1, await Count("there"));
    }

    [Fact]
    public async Task It_works_again_after_it_failed()
    {
        await Notebook.Write(_database, "taken");
        await Assert.ThrowsAsync<SqliteException>(() => Notebook.Write(_database, "taken"));
        await Notebook.Write(_database, "free");
        Assert.Equal(["taken", "free"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task It_may_be_used_inside_itself()
    {
        const string Sql = "SELECT value FROM json_each('[1,2,3]')";
        var sum = await _database.Read(
            connection => connection.Query<int>(Sql, buffered: false).Sum(outer => connection.Query<int>(Sql).Sum() * outer), Ct);
        Assert.Equal(36, sum);
    }

    [Fact]
    public async Task It_sees_a_table_that_changed_meanwhile()
    {
        const string Sql = "SELECT * FROM notes";
        await Notebook.Write(_database, "calm");
        Assert.Equal(4, await Columns());
        await _database.Write(connection => connection.Execute("ALTER TABLE notes ADD COLUMN colour TEXT"), Ct);
        Assert.Equal(5, await Columns());

        Task<int> Columns() => _database.Read(connection => ((IDictionary<string, object>)connection.QuerySingle(Sql)).Count, Ct);
    }

    [Fact]
    public async Task Texts_put_together_anew_each_time_do_not_pile_up()
    {
        for (var i = 0; i < 200; i++)
            Assert.Equal(i, await _database.Read(connection => connection.ExecuteScalar<int>($"SELECT {i}"), Ct));
        Assert.Equal(0, await Count("nothing"));
    }

    private Task<int> Count(string text) => _database.Read(
        connection => connection.ExecuteScalar<int>("SELECT count(*) FROM notes WHERE text = @text", new { text }), Ct);
}
