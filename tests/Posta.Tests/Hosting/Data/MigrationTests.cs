using Dapper;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

public sealed class MigrationTests : IDisposable
{
    private readonly Notebook _notebook = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public async Task A_new_file_gets_every_script_and_no_copy()
    {
        await using var database = _notebook.Open();
        Assert.Equal(3, await Version(database));
        Assert.Empty(Copies());
    }

    [Fact]
    public async Task An_old_file_catches_up_and_is_copied_before_its_data_changes()
    {
        await using (var old = _notebook.Open("First")) await Notebook.Write(old, "hello");
        await using (var database = _notebook.Open())
        {
            Assert.Equal(["hello!"], await Notebook.Texts(database));
            Assert.Equal("calm", await database.Read(connection => connection.ExecuteScalar<string>("SELECT mood FROM notes"), Ct));
        }
        File.Move(Assert.Single(Copies()), _notebook.Path, overwrite: true);
        await using var before = _notebook.Open("First");
        Assert.Equal(["hello"], await Notebook.Texts(before));
    }

    [Fact]
    public async Task An_upgrade_leaves_one_copy_of_what_was_before_it_and_the_next_one_replaces_it()
    {
        await using (var old = _notebook.Open("First")) await Notebook.Write(old, "Hello");
        await _notebook.Open("Twice").DisposeAsync();
        Assert.EndsWith("before-002", Assert.Single(Copies()));
        await _notebook.Open("Thrice").DisposeAsync();
        Assert.EndsWith("before-005", Assert.Single(Copies()));
        File.Move(Assert.Single(Copies()), _notebook.Path, overwrite: true);
        await using var before = _notebook.Open("Twice");
        Assert.Equal(["hello!"], await Notebook.Texts(before));
    }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        await using (var first = _notebook.Open()) await Notebook.Write(first, "once");
        await using var second = _notebook.Open();
        Assert.Equal(["once"], await Notebook.Texts(second));
    }

    [Fact]
    public void A_newer_database_is_refused_in_words()
    {
        _notebook.Open().Dispose();
        var refusal = Assert.Throws<DatabaseException>(() => _notebook.Open("First"));
        Assert.Equal(DatabaseFault.TooNew, refusal.Fault);
        Assert.Contains("schema 3, but this program knows only up to 1", refusal.Message);
    }

    [Fact]
    public async Task A_script_that_leaves_dangling_rows_is_undone()
    {
        Assert.Contains("002-orphan", Assert.Throws<InvalidOperationException>(() => _notebook.Open("Dangling")).Message);
        await using var database = _notebook.Open("First");
        Assert.Equal(1, await Version(database));
        Assert.Empty(await Notebook.Texts(database));
    }

    [Fact]
    public void A_gap_in_the_numbers_is_a_bug() =>
        Assert.Contains("002", Assert.Throws<InvalidOperationException>(() => _notebook.Open("Gap")).Message);

    [Fact]
    public async Task Two_processes_may_upgrade_at_once_and_the_copy_is_of_the_state_before()
    {
        await using (var old = _notebook.Open("First")) await Notebook.Write(old, "hello");
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _notebook.Open(), Ct)));
        foreach (var database in opened)
        {
            Assert.Equal(["hello!"], await Notebook.Texts(database));
            await database.DisposeAsync();
        }
        File.Move(Assert.Single(Copies()), _notebook.Path, overwrite: true);
        await using var before = _notebook.Open("First");
        Assert.Equal(["hello"], await Notebook.Texts(before));
    }

    private static Task<int> Version(Database database) =>
        database.Read(connection => connection.ExecuteScalar<int>("PRAGMA user_version"), Ct);

    private string[] Copies() => Directory.GetFiles(Path.GetDirectoryName(_notebook.Path)!, "*.before-*");
}
