using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

/// <summary>Writes that wait together share a commit; each keeps its own promise all the same.</summary>
public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly Notebook _notebook = new();
    private readonly Database _database;

    public GroupCommitTests() => _database = _notebook.Open();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _notebook.Dispose();
    }

    [Fact]
    public async Task Nobody_hears_of_a_write_before_the_commit_that_it_shares()
    {
        await using var other = _notebook.Open();
        using var first = await HeldWriter.In(_database);
        var shared = Notebook.Write(_database, "shared");
        using var last = new HeldWriter(_database);
        first.LetGo();
        await last.Reached;

        Assert.True(first.Done.IsCompletedSuccessfully);
        Assert.False(shared.IsCompleted);
        Assert.Empty(await Notebook.Texts(other));

        last.LetGo();
        await shared;
        Assert.Equal(["shared"], await Notebook.Texts(other));
        await last.Done;
    }

    [Fact]
    public async Task Who_throws_is_undone_alone()
    {
        using var held = await HeldWriter.In(_database);
        var before = Notebook.Write(_database, "before");
        var half = _database.Write(
            connection =>
            {
                connection.Execute("INSERT INTO notes (text) VALUES ('half')");
                throw new InvalidOperationException("changed my mind");
            },
            Ct);
        var twice = Notebook.Write(_database, "before");
        var after = Notebook.Write(_database, "after");
        held.LetGo();

        await before;
        await Assert.ThrowsAsync<InvalidOperationException>(() => half);
        await Assert.ThrowsAsync<SqliteException>(() => twice);
        await after;
        Assert.Equal(["before", "after"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task Writes_happen_in_the_order_in_which_they_were_asked_for()
    {
        var expected = Enumerable.Range(0, 1000).Select(i => $"note {i}").ToArray();
        using (await HeldWriter.In(_database))
            _ = expected.Select(text => Notebook.Write(_database, text)).ToArray();

        await _database.Checkpoint(Ct);
        Assert.Equal(expected, await Notebook.Texts(_database));
    }

    [Fact]
    public async Task A_checkpoint_among_writes_runs_between_them()
    {
        using var held = await HeldWriter.In(_database);
        var before = Notebook.Write(_database, "before");
        var checkpoint = _database.Checkpoint(Ct);
        var after = Notebook.Write(_database, "after");
        held.LetGo();

        await Task.WhenAll(before, checkpoint, after);
        Assert.Equal(["before", "after"], await Notebook.Texts(_database));
        await _database.Checkpoint(Ct);
        Assert.Equal(0, new FileInfo(_notebook.Path + "-wal").Length);
    }

    [Fact]
    public async Task Who_stopped_waiting_before_the_turn_came_has_written_nothing()
    {
        using var impatience = new CancellationTokenSource();
        using var held = await HeldWriter.In(_database);
        var unwanted = _database.Write(connection => connection.Execute("INSERT INTO notes (text) VALUES ('unwanted')"), impatience.Token);
        var wanted = Notebook.Write(_database, "wanted");
        await impatience.CancelAsync();
        held.LetGo();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unwanted);
        await wanted;
        Assert.Equal(["wanted"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task What_has_begun_is_not_called_off()
    {
        using var impatience = new CancellationTokenSource();
        await _database.Write(
            connection =>
            {
                impatience.Cancel();
                connection.Execute("INSERT INTO notes (text) VALUES ('begun')");
            },
            impatience.Token);
        Assert.Equal(["begun"], await Notebook.Texts(_database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_waits_for_what_was_asked_and_refuses_what_comes_after(bool asynchronously)
    {
        var database = _notebook.Open();
        using var held = await HeldWriter.In(database);
        var asked = Notebook.Write(database, "asked");
        var closing = asynchronously ? database.DisposeAsync().AsTask() : Task.Run(database.Dispose, Ct);
        await Testing.Eventually.True(() => Notebook.Write(database, "late").IsFaulted);
        Assert.False(closing.IsCompleted);
        held.LetGo();

        await closing;
        await asked;
        Assert.Contains("asked", await Notebook.Texts(_database));
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_who_share_it_and_the_next_succeeds()
    {
        using var held = await HeldWriter.In(_database);
        var innocent = Notebook.Write(_database, "innocent");
        // A violation that SQLite finds only at the commit.
        var guilty = _database.Write(
            connection => connection.Execute("PRAGMA defer_foreign_keys = ON; INSERT INTO notes (text, parent) VALUES ('orphan', 99)"), Ct);
        held.LetGo();

        await Assert.ThrowsAsync<SqliteException>(() => innocent);
        await Assert.ThrowsAsync<SqliteException>(() => guilty);
        Assert.Empty(await Notebook.Texts(_database));
        await Notebook.Write(_database, "next");
        Assert.Equal(["next"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task Work_that_ends_the_transaction_is_told_so_and_does_no_more_harm()
    {
        using var held = await HeldWriter.In(_database);
        var before = Notebook.Write(_database, "before");
        var meddler = _database.Write(connection => connection.Execute("ROLLBACK"), Ct);
        var after = Notebook.Write(_database, "after");
        held.LetGo();

        await Assert.ThrowsAsync<InvalidOperationException>(() => before);
        await Assert.ThrowsAsync<InvalidOperationException>(() => meddler);
        await after;
        Assert.Equal(["after"], await Notebook.Texts(_database));
    }

    [Fact]
    public async Task While_another_process_holds_the_file_all_who_wait_hear_it_at_once()
    {
        await using var theirs = _notebook.Open();
        await using var ours = _notebook.Open(options: new DatabaseOptions { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        using var held = await HeldWriter.In(theirs);
        var refused = Enumerable.Range(0, 5).Select(i => Notebook.Write(ours, $"refused {i}")).ToArray();
        foreach (var write in refused)
            Assert.Equal(DatabaseFault.Unavailable, (await Assert.ThrowsAsync<DatabaseException>(() => write)).Fault);

        held.LetGo();
        await held.Done;
        await Notebook.Write(ours, "free again");
        Assert.Equal(["free again"], await Notebook.Texts(ours));
    }
}
