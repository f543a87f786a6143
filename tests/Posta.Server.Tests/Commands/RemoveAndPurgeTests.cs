using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Commands;

/// <summary>Taking an identity away again (C-40).</summary>
public sealed class RemoveAndPurgeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Removing_keeps_the_data_and_the_text_of_the_manifest()
    {
        await _cli.Add("alice");
        await File.AppendAllTextAsync(_cli.Manifest, "\n# the next one is Bob\n", TestContext.Current.CancellationToken);
        await _cli.Add("bob");
        var before = await File.ReadAllTextAsync(_cli.Manifest, TestContext.Current.CancellationToken);

        var removed = (await _cli.Run("identity", "remove", "--slug", "alice")).Good();

        Assert.True(removed.Says("SIGHUP"));
        Assert.True(removed.Says(Path.Combine(_cli.Data, "alice")));
        var after = await File.ReadAllTextAsync(_cli.Manifest, TestContext.Current.CancellationToken);
        Assert.Equal(before[before.IndexOf('#', StringComparison.Ordinal)..], after);
        Assert.Equal("bob", Assert.Single(Manifest.Read(_cli.Manifest)).Slug);
        Assert.True(IdentityFolder.Of(_cli.Data, "alice").Exists);
        (await _cli.Run("identity", "remove", "--slug", "alice")).Refused("no identity alice");
    }

    [Fact]
    public async Task What_was_removed_can_be_added_again_with_its_keys()
    {
        await _cli.Add("alice");
        var keys = await File.ReadAllTextAsync(IdentityFolder.Of(_cli.Data, "alice").Keys, TestContext.Current.CancellationToken);
        (await _cli.Run("identity", "remove", "--slug", "alice")).Good();

        await _cli.Add("alice");

        Assert.Equal(keys, await File.ReadAllTextAsync(IdentityFolder.Of(_cli.Data, "alice").Keys, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Purging_lists_first_asks_for_yes_and_then_leaves_nothing()
    {
        await _cli.Add("alice");
        await _cli.Add("bob");
        var folder = IdentityFolder.Of(_cli.Data, "alice");

        var listed = (await _cli.Run("identity", "purge", "--slug", "alice", "--dry-run", "--json")).Good().Json;
        Assert.Contains(listed.EnumerateArray(), row => row.GetProperty("file").GetString() == folder.Keys && row.GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(2, (await _cli.Run("identity", "purge", "--slug", "alice")).Code);
        Assert.True(folder.Exists);

        (await _cli.Run("identity", "purge", "--slug", "alice", "--yes")).Good();
        Assert.Equal([Path.Combine(_cli.Data, "bob")], Directory.EnumerateFileSystemEntries(_cli.Data));
        Assert.Equal("bob", Assert.Single(Manifest.Read(_cli.Manifest)).Slug);
        (await _cli.Run("identity", "purge", "--slug", "alice", "--yes")).Refused("nothing to delete");
    }

    [Fact]
    public async Task Purging_under_a_running_server_is_refused_until_it_was_removed_and_the_manifest_read_again()
    {
        await using var server = await TestServer.Start("alice", "bob");

        (await Cli.RunOn(server.Config, "identity", "purge", "--slug", "alice", "--yes")).Refused("identity remove --slug alice");
        (await Cli.RunOn(server.Config, "identity", "remove", "--slug", "alice")).Good();
        (await Cli.RunOn(server.Config, "identity", "purge", "--slug", "alice", "--yes")).Refused("SIGHUP");

        await server.Registry.Reload(TestContext.Current.CancellationToken);
        (await Cli.RunOn(server.Config, "identity", "purge", "--slug", "alice", "--yes")).Good();
        Assert.False(Directory.Exists(IdentityFolder.Of(server.Config.Data, "alice").Path));
        Assert.NotNull(server.Identity("bob"));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData(".")]
    public async Task Nothing_but_a_slug_is_purged(string slug)
    {
        await _cli.Add("alice");

        Assert.Equal(2, (await _cli.Run("identity", "purge", "--slug", slug, "--yes")).Code);
        Assert.True(IdentityFolder.Of(_cli.Data, "alice").Exists);
    }

    [Fact]
    public async Task An_add_that_fails_says_how_to_clean_up()
    {
        // A folder where the manifest should be: keys and database are made, and then it cannot be written.
        Directory.CreateDirectory(_cli.Manifest);

        (await _cli.Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice")).Refused("identity purge --slug alice --yes");
        (await _cli.Run("identity", "purge", "--slug", "alice", "--yes")).Good();
    }

    [Fact]
    public async Task An_add_that_fails_on_a_folder_that_was_there_says_that_it_still_is()
    {
        await _cli.Add("alice");
        (await _cli.Run("identity", "remove", "--slug", "alice")).Good();
        File.Delete(_cli.Manifest);
        Directory.CreateDirectory(_cli.Manifest);

        (await _cli.Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice")).Refused("before is still there");
        Assert.True(IdentityFolder.Of(_cli.Data, "alice").Exists);
    }

    [Fact]
    public async Task A_purge_that_breaks_off_names_what_is_left_and_the_next_one_deletes_it()
    {
        foreach (var slug in new[] { "a", "a-b" })
            await _cli.Add(slug);
        // What is mounted cannot be deleted, not even by root.
        using var disk = SmallDisk.Mount(Path.Combine(_cli.Data, "a", "disk"), megabytes: 1);
        Assert.SkipWhen(disk is null, "This needs the right to mount a tmpfs.");

        (await _cli.Run("identity", "purge", "--slug", "a", "--yes")).Refused(".deleted-a-");
        var left = Assert.Single(Directory.EnumerateDirectories(_cli.Data, ".deleted-*"));
        (await _cli.Run("identity", "purge", "--slug", "a", "--yes")).Refused(left);
        new SmallDisk(Path.Combine(left, "disk")).Dispose();
        (await _cli.Run("identity", "purge", "--slug", "a-b", "--yes")).Good();
        Assert.Equal([left], Directory.EnumerateFileSystemEntries(_cli.Data));
        Assert.Equal(2, (await _cli.Run("identity", "purge", "--slug", "a")).Code);
        (await _cli.Run("identity", "purge", "--slug", "a", "--yes")).Good();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_cli.Data));
        (await _cli.Run("identity", "purge", "--slug", "a", "--yes")).Refused("nothing to delete");
    }

    [Fact]
    public async Task Two_who_add_at_once_do_not_undo_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _cli.Add($"p{i}"))));

        Assert.Equal(8, Manifest.Read(_cli.Manifest).Count);
    }
}
