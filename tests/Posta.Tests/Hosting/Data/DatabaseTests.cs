using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

public sealed class DatabaseTests : IDisposable
{
    private readonly Notebook _notebook = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        await using (var first = _notebook.Open()) await Notebook.Write(first, "keep me");
        await using var second = _notebook.Open();
        Assert.Equal(["keep me"], await Notebook.Texts(second));
    }

    [Fact]
    public async Task What_a_task_promised_is_in_the_file_while_the_writer_still_has_it_open()
    {
        await using var database = _notebook.Open();
        await Notebook.Write(database, "promised");
        await using var other = _notebook.Open();
        Assert.Equal(["promised"], await Notebook.Texts(other));
    }

    [Fact]
    public async Task Commits_wait_for_the_disk_and_foreign_keys_hold()
    {
        await using var database = _notebook.Open();
        Assert.Equal("wal", await database.Read(connection => connection.ExecuteScalar<string>("PRAGMA journal_mode"), Ct));
        Assert.Equal(2, await database.Write(connection => connection.ExecuteScalar<int>("PRAGMA synchronous"), Ct));
        await Assert.ThrowsAsync<SqliteException>(() =>
            database.Write(connection => { connection.Execute("INSERT INTO notes (text, parent) VALUES ('orphan', 99)"); }, Ct));
    }

    [Fact]
    public async Task Work_that_throws_leaves_no_trace()
    {
        await using var database = _notebook.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Write(connection =>
        {
            connection.Execute("INSERT INTO notes (text) VALUES ('half')");
            throw new InvalidOperationException("changed my mind");
        }, Ct));
        await Notebook.Write(database, "whole");
        Assert.Equal(["whole"], await Notebook.Texts(database));
    }

    [Fact]
    public async Task Many_writers_and_readers_lose_nothing()
    {
        await using var database = _notebook.Open();
        var writes = Enumerable.Range(0, 200).Select(i => Task.Run(() => Notebook.Write(database, $"note {i}"), Ct));
        var reads = Enumerable.Range(0, 200).Select(_ => Task.Run(() => Notebook.Texts(database), Ct));
        await Task.WhenAll(writes.Concat(reads));
        Assert.Equal(200, (await Notebook.Texts(database)).Length);
    }

    [Fact]
    public async Task Whoever_goes_away_frees_the_reader_while_SQLite_works()
    {
        await using var database = _notebook.Open(options: new DatabaseOptions { Readers = 1 });
        await Notebook.Write(database, "next");
        using var leaving = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endless = Task.Run(() => database.Read(connection => CountForEver(connection, begun), leaving.Token), Ct);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(TimeSpan.FromSeconds(10), Ct));
        Assert.Equal(["next"], await Notebook.Texts(database));
    }

    private static long CountForEver(SqliteConnection connection, TaskCompletionSource begun)
    {
        connection.CreateFunction("begin_to_count", () => begun.TrySetResult() ? 1 : 0);
        return connection.ExecuteScalar<long>(
            "WITH RECURSIVE number(n) AS (SELECT begin_to_count() UNION ALL SELECT n + 1 FROM number) SELECT MAX(n) FROM number");
    }

    [Fact]
    public async Task A_reader_does_not_wait_for_the_writer_and_sees_the_state_before_it()
    {
        await using var database = _notebook.Open();
        await Notebook.Write(database, "before");
        var seen = await database.Write(connection =>
        {
            connection.Execute("INSERT INTO notes (text) VALUES ('during')");
            return Notebook.Texts(database).GetAwaiter().GetResult();
        }, Ct);
        Assert.Equal(["before"], seen);
    }

    [Fact]
    public async Task A_read_is_one_snapshot()
    {
        await using var database = _notebook.Open();
        var (before, after) = await database.Read(connection =>
        {
            var first = connection.ExecuteScalar<int>("SELECT count(*) FROM notes");
            Notebook.Write(database, "meanwhile").GetAwaiter().GetResult();
            return (first, connection.ExecuteScalar<int>("SELECT count(*) FROM notes"));
        }, Ct);
        Assert.Equal((0, 0), (before, after));
        Assert.Single(await Notebook.Texts(database));
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        await using var database = _notebook.Open();
        await Assert.ThrowsAnyAsync<Exception>(() => database.Read(connection => connection.Execute("DELETE FROM notes"), Ct));
    }

    [Fact]
    public async Task Writers_of_two_processes_take_turns()
    {
        await using var ours = _notebook.Open();
        await using var theirs = _notebook.Open();
        var writes = Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            Task.Run(() => Notebook.Write(ours, $"ours {i}"), Ct),
            Task.Run(() => Notebook.Write(theirs, $"theirs {i}"), Ct),
        });
        await Task.WhenAll(writes);
        Assert.Equal(100, (await Notebook.Texts(ours)).Length);
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files()
    {
        if (OperatingSystem.IsWindows()) return; // It has no such modes.
        await using var database = _notebook.Open();
        await Notebook.Write(database, "private");
        foreach (var file in new[] { "", "-wal", "-shm" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_notebook.Path + file));
    }

    [Fact]
    public async Task Deleted_content_is_gone_from_the_files_after_a_checkpoint()
    {
        await using var database = _notebook.Open(options: new DatabaseOptions { SecureDelete = true });
        await Notebook.Write(database, "burn-after-reading");
        await database.Checkpoint(Ct);
        Assert.Contains("burn-after-reading", await Bytes());
        await database.Write(connection => { connection.Execute("DELETE FROM notes"); }, Ct);
        await database.Checkpoint(Ct);
        Assert.DoesNotContain("burn-after-reading", await Bytes());

        async Task<string> Bytes() => System.Text.Encoding.Latin1.GetString([.. await File.ReadAllBytesAsync(_notebook.Path, Ct), .. await File.ReadAllBytesAsync(_notebook.Path + "-wal", Ct)]);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_words()
    {
        await File.WriteAllTextAsync(_notebook.Path, "Dear diary, " + new string('x', 5000), Ct);
        var refusal = Assert.Throws<DatabaseException>(() => _notebook.Open());
        Assert.Equal(DatabaseFault.Corrupt, refusal.Fault);
        Assert.Contains(_notebook.Path, refusal.Message);
    }

    [Fact]
    public async Task A_damaged_page_is_found_at_the_start()
    {
        await using (var database = _notebook.Open())
            for (var i = 0; i < 50; i++) await Notebook.Write(database, new string((char)('a' + i % 26), 900) + i);
        await Overwrite(page: 3);
        Assert.Equal(DatabaseFault.Corrupt, Assert.Throws<DatabaseException>(() => _notebook.Open()).Fault);
    }

    [Fact]
    public async Task Damage_met_while_working_is_told()
    {
        var told = new List<DatabaseException>();
        var options = new DatabaseOptions { CheckOnOpen = false, OnDamage = told.Add };
        await using (var database = _notebook.Open())
            for (var i = 0; i < 50; i++) await Notebook.Write(database, new string((char)('a' + i % 26), 900) + i);
        await Overwrite(page: 3);

        await using var damaged = _notebook.Open(options: options);
        Assert.Empty(told);
        await Assert.ThrowsAsync<DatabaseException>(() => damaged.Check(Ct));
        Assert.NotEmpty(told);
        Assert.All(told, failure => Assert.Equal((DatabaseFault.Corrupt, true), (failure.Fault, failure.Message.Contains(_notebook.Path))));
    }

    [Fact]
    public async Task A_copy_of_a_file_in_use_holds_what_was_written_and_can_be_looked_at()
    {
        await using var database = _notebook.Open();
        await Notebook.Write(database, "before the copy");
        using var copy = new Notebook();

        DatabaseInspection.Copy(_notebook.Path, copy.Path);
        await Notebook.Write(database, "after the copy");

        Assert.Equal(new DatabaseInspection(3, 3, null), copy.Look());
        await using var opened = copy.Open();
        Assert.Equal(["before the copy"], await Notebook.Texts(opened));
    }

    [Fact]
    public async Task A_full_disk_is_told_apart_and_all_goes_on_when_there_is_room()
    {
        await using var database = _notebook.Open();
        await Notebook.Write(database, "fits");
        await database.Write(connection => { connection.Execute("PRAGMA max_page_count = 1"); }, Ct);
        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => Notebook.Write(database, new string('x', 100_000)));
        Assert.Equal(DatabaseFault.Full, refusal.Fault);
        Assert.Equal(["fits"], await Notebook.Texts(database));
        await database.Write(connection => { connection.Execute("PRAGMA max_page_count = 1000"); }, Ct);
        await Notebook.Write(database, "room again");
        Assert.Equal(["fits", "room again"], await Notebook.Texts(database));
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var database = _notebook.Open();
        await database.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Notebook.Write(database, "late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Notebook.Texts(database));
        database.Dispose();
    }

    private async Task Overwrite(int page)
    {
        await using var file = File.OpenWrite(_notebook.Path);
        file.Seek(page * 4096, SeekOrigin.Begin);
        await file.WriteAsync(new byte[4096], Ct);
    }
}
