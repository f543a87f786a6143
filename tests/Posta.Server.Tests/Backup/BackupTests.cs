using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Backup;
using Posta.Server.Identities;
using Posta.Server.Tests.Commands;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Backup;

/// <summary>What `backup` takes from a running server, and `restore` brings back.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _shelf = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_shelf.Path, "backup.tar");

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task A_backup_under_load_restores_messages_keys_tokens_and_images()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));
        var image = AddImage(server, "alice", [1, 2, 3]);
        for (var i = 0; i < 20; i++)
            await alice.SendText(bob.Url, $"before {i}");
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => Write(alice, bob.Url, stop.Token), Ct);

        (await Cli.RunOn(server.Config, "backup", "--all", "--to", File)).Good();
        await stop.CancelAsync();
        await load;
        var (messages, keys) = (await alice.Messages(bob.Url, "&limit=200"), server.Identity("alice").Keys.Ring.ToJson());
        await server.Stop();
        Directory.Delete(server.Config.Data, recursive: true);
        System.IO.File.Delete(server.Config.Manifest);
        var restored = (await Cli.RunOn(server.Config, "restore", "--from", File)).Good();
        await server.StartAgain();

        Assert.True(restored.Says("SIGHUP"));
        var back = await alice.Messages(bob.Url, "&limit=200");
        Assert.InRange(back.Length, 20, messages.Length);
        Assert.Equal(messages.Reverse().Take(back.Length).Select(What), back.Reverse().Select(What));
        Assert.Equal(keys, server.Identity("alice").Keys.Ring.ToJson());
        Assert.Equal([1, 2, 3], await System.IO.File.ReadAllBytesAsync(image, Ct));
        await alice.SendText(bob.Url, "it goes on");
        await alice.Newest(bob.Url, MessageState.Delivered);
        Assert.Equal(["backup.tar"], Directory.EnumerateFileSystemEntries(_shelf.Path).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task What_was_delivered_after_the_backup_is_sent_again_under_its_id_and_arrives_once()
    {
        var time = new ManualTime();
        await using var server = await TestServer.Start(time, "alice");
        await using var carol = await Stranger.Start(time);
        var alice = await server.Client("alice");
        carol.Answer = _ => Results.StatusCode(503);
        var sent = await alice.SendText(carol.Url, "hi");
        await Eventually.True(async () => (await alice.Messages(carol.Url))[0].NextAttemptAt.Length > 0);

        (await Cli.RunOn(server.Config, "backup", "--slug", "alice", "--to", File)).Good();
        carol.Answer = _ => Results.NoContent();
        time.Advance(TimeSpan.FromSeconds(5));
        await alice.Newest(carol.Url, MessageState.Delivered);
        await server.Stop();
        (await Cli.RunOn(server.Config, "identity", "purge", "--slug", "alice", "--yes")).Good();
        var restored = (await Cli.RunOn(server.Config, "restore", "--from", File)).Good();
        carol.Answer = _ => Results.Json(new { error = ErrorCode.DuplicateId }, statusCode: 409);
        await server.StartAgain();

        Assert.True(restored.Says("Waiting to be sent: 1."));
        await alice.Newest(carol.Url, MessageState.Delivered);
        Assert.All(carol.Received, envelope => Assert.Equal(sent.Id, envelope.Id));
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        (await cli.Run("backup", "--slug", "alice", "--to", File)).Good();

        (await cli.Run("backup", "--slug", "alice", "--to", File)).Refused("exists already");
        (await cli.Run("restore", "--from", File)).Refused("identity purge --slug alice");
        (await cli.Run("restore", "--from", File, "--as", "alice2")).Refused("identity remove --slug alice");

        (await cli.Run("identity", "remove", "--slug", "alice")).Good();
        (await cli.Run("restore", "--from", File)).Refused("exists already");
        (await cli.Run("restore", "--from", File, "--as", "alice2")).Good();
        Assert.Equal(("alice2", "alice.example"), (Manifest.Read(cli.Manifest)[0].Slug, Manifest.Read(cli.Manifest)[0].Url.Display));
        Assert.Equal(["alice", "alice2"], Directory.EnumerateFileSystemEntries(cli.Data).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_folder_gets_a_file_named_after_whose_it_is_and_when()
    {
        using var cli = new Cli();
        await cli.Add("alice");

        var answer = (await cli.Run("backup", "--slug", "alice", "--to", _shelf.Path, "--json")).Good().Json;

        var file = Assert.Single(Directory.GetFiles(_shelf.Path));
        Assert.Matches("posta-alice-[0-9]{8}T[0-9]{6}Z.tar$", file);
        Assert.Equal(file, answer.GetProperty("file").GetString());
    }

    [Fact]
    public async Task Keys_go_into_no_folder_that_nobody_made()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        var mistyped = Path.Combine(_shelf.Path, "no", "such");

        (await cli.Run("backup", "--all", "--to", Path.Combine(mistyped, "file"))).Refused($"there is no folder {mistyped}");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_shelf.Path));
    }

    [Fact]
    public async Task What_is_no_tar_file_is_refused_in_words()
    {
        using var cli = new Cli();
        await System.IO.File.WriteAllTextAsync(File, new string('#', 2_000), Ct);

        (await cli.Run("restore", "--from", File)).Refused("it is not a whole tar file. Nothing was changed.");
    }

    [Fact]
    public async Task A_damaged_identity_does_not_cost_the_others_their_backup_and_a_damaged_image_is_left_out()
    {
        using var cli = new Cli();
        foreach (var slug in new[] { "alice", "bob" })
            await cli.Add(slug);
        await System.IO.File.WriteAllTextAsync(IdentityFolder.Of(cli.Data, "bob").Keys, "[]", Ct);
        var image = Path.Combine(cli.Data, "alice", $"upload-{new string('0', 64)}.png");
        await System.IO.File.WriteAllTextAsync(image, "not that", Ct);

        var answer = await cli.Run("backup", "--all", "--to", File);

        Assert.Equal(1, answer.Code);
        Assert.Contains("bob is not in the backup", answer.Error, StringComparison.Ordinal);
        Assert.Contains(image, answer.Error, StringComparison.Ordinal);
        (await cli.Run("identity", "purge", "--slug", "alice", "--yes")).Good();
        (await cli.Run("restore", "--from", File)).Good();
        Assert.False(System.IO.File.Exists(image));
    }

    [Fact]
    public async Task A_backup_that_is_cut_or_changed_anywhere_is_refused_and_changes_nothing()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        (await cli.Run("backup", "--slug", "alice", "--to", File)).Good();
        (await cli.Run("identity", "purge", "--slug", "alice", "--yes")).Good();
        var good = await System.IO.File.ReadAllBytesAsync(File, Ct);

        foreach (var length in new[] { 0, 1, 512, 5000, good.Length / 2, good.Length - 3000 })
            await IsRefused(cli, good[..length]);
        foreach (var place in new[] { 5000, 20_000, good.Length / 2, IndexOf(good, "privateKey"u8) + 20, IndexOf(good, "takenAt"u8) - 20 })
            await IsRefused(cli, [.. good[..place], (byte)(good[place] ^ 1), .. good[(place + 1)..]]);

        (await cli.Run("restore", "--from", File)).Good();
    }

    [Fact]
    public async Task An_identity_whose_folder_is_another_s_is_left_out()
    {
        using var cli = new Cli();
        foreach (var slug in new[] { "alice", "bob" })
            await cli.Add(slug);
        var manifest = await System.IO.File.ReadAllTextAsync(cli.Manifest, Ct);
        await System.IO.File.WriteAllTextAsync(cli.Manifest, manifest.Replace("alice.example", "carol.example", StringComparison.Ordinal), Ct);

        var answer = await cli.Run("backup", "--all", "--to", File);

        Assert.Equal((1, true), (answer.Code, answer.Error.Contains("alice is not in the backup", StringComparison.Ordinal)));
        Assert.Contains("belong to another address", answer.Error, StringComparison.Ordinal);
        Assert.True(answer.Says("Backed up 1 identities"));
    }

    [Fact]
    public async Task An_entry_that_is_not_its_database_s_is_refused()
    {
        using var cli = new Cli();
        await cli.Add("alice");

        await IsRefused(cli, await WithContents(cli, json => json.Replace("alice.example", "carol.example", StringComparison.Ordinal)), "belong to another address");
    }

    [Fact]
    public async Task A_folder_below_an_identity_s_is_not_taken_for_part_of_it()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        var keys = IdentityFolder.Of(cli.Data, "alice").Keys;
        var aside = Directory.CreateDirectory(Path.Combine(cli.Data, "alice", "aside")).FullName;
        System.IO.File.Copy(keys, Path.Combine(aside, "keys.json"));

        (await cli.Run("backup", "--all", "--to", File)).Good();

        var listed = (await cli.Run("identity", "purge", "--slug", "alice", "--dry-run", "--json")).Good().Json;
        Assert.Contains(listed.EnumerateArray(), row => row.GetProperty("file").GetString() == Path.Combine(aside, "keys.json"));
    }

    [Theory]
    [InlineData("\"takenAt\": \"", "\"takenAt\": null, \"was\": \"")]
    [InlineData("\"takenAt\": \"", "\"takenAt\": \"yesterday\", \"was\": \"")]
    [InlineData("\"identities\": [", "\"identities\": null, \"was\": [")]
    [InlineData("\"identities\": [", "\"identities\": [null, ")]
    [InlineData("\"files\": [", "\"files\": null, \"was\": [")]
    [InlineData("\"files\": [", "\"files\": [null, ")]
    [InlineData("\"slug\": \"alice\"", "\"slug\": null")]
    [InlineData("\"url\": \"", "\"url\": null, \"was\": \"")]
    [InlineData("\"kind\": \"person\"", "\"kind\": null")]
    [InlineData("\"kind\": \"person\"", "\"was\": \"person\"")]
    [InlineData("\"sha256\": \"", "\"sha256\": null, \"was\": \"")]
    [InlineData("\"name\": \"alice/", "\"name\": null, \"was\": \"alice/")]
    public async Task A_list_of_contents_with_holes_is_refused(string text, string hole)
    {
        using var cli = new Cli();
        await cli.Add("alice");

        await IsRefused(cli, await WithContents(cli, json => json.Contains(text, StringComparison.Ordinal)
            ? json.Replace(text, hole, StringComparison.Ordinal)
            : throw new ArgumentException($"{text} is not in {json}")));
    }

    [Fact]
    public async Task A_file_that_the_list_of_contents_does_not_name_is_refused()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        await System.IO.File.WriteAllBytesAsync(Path.Combine(cli.Data, "alice", $"upload-{Convert.ToHexStringLower(SHA256.HashData([1]))}.png"), [1], Ct);

        await IsRefused(
            cli,
            await WithContents(cli, json => JsonSerializer.Serialize(JsonNode.Parse(json)!.AsObject() is var all && all["files"]!.AsArray().RemoveAll(file => ((string)file!["name"]!).Contains("upload", StringComparison.Ordinal)) == 1 ? all : null)),
            "upload-");
    }

    [Fact]
    public async Task A_list_of_contents_that_no_backup_has_is_not_read()
    {
        using var cli = new Cli();
        using var bytes = new MemoryStream();
        await using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, BackupContents.FileName) { DataStream = new MemoryStream([1]) }, Ct);

        await IsRefused(cli, WithSize(bytes.ToArray(), 1L << 32), "too long");
    }

    [Fact]
    public async Task A_backup_that_finds_no_room_leaves_nothing_behind()
    {
        using var cli = new Cli();
        await cli.Add("alice");
        var image = RandomNumberGenerator.GetBytes(1 << 20);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(cli.Data, "alice", $"upload-{Convert.ToHexStringLower(SHA256.HashData(image))}.png"), image, Ct);
        var shelf = Path.Combine(_shelf.Path, "small");
        using var disk = SmallDisk.Mount(shelf, megabytes: 1);
        Assert.SkipWhen(disk is null, "This needs the right to mount a tmpfs.");

        (await cli.Run("backup", "--all", "--to", shelf)).Refused("No backup was made");

        Assert.Empty(Directory.EnumerateFileSystemEntries(shelf));
    }

    [Theory]
    [InlineData("../alice/keys.json", TarEntryType.RegularFile)]
    [InlineData("/tmp/keys.json", TarEntryType.RegularFile)]
    [InlineData("alice/../../keys.json", TarEntryType.RegularFile)]
    [InlineData("alice/keys.json", TarEntryType.SymbolicLink)]
    [InlineData("alice/keys.json", TarEntryType.HardLink)]
    [InlineData("alice/authorized_keys", TarEntryType.RegularFile)]
    public async Task A_stranger_s_tar_brings_nothing_to_the_disk(string name, TarEntryType type)
    {
        using var cli = new Cli();
        await using (var tar = new TarWriter(System.IO.File.Create(File)))
        {
            var entry = new PaxTarEntry(type, name);
            if (type is TarEntryType.RegularFile)
                entry.DataStream = new MemoryStream([1]);
            else
                entry.LinkName = "/etc/passwd";
            await tar.WriteEntryAsync(entry, Ct);
        }

        (await cli.Run("restore", "--from", File)).Refused("in a backup of posta-server");
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.Data));
    }

    [Theory]
    [InlineData(2, "--slug or --all", "backup", "--to", "x.tar")]
    [InlineData(2, "--slug or --all", "backup", "--all", "--slug", "alice", "--to", "x.tar")]
    [InlineData(1, "no identity bob", "backup", "--slug", "bob", "--to", "x.tar")]
    [InlineData(1, "no identities", "backup", "--all", "--to", "x.tar")]
    [InlineData(1, "x.tar", "restore", "--from", "/no/such/x.tar")]
    [InlineData(2, "a-z", "restore", "--from", "/no/such/x.tar", "--as", "A B")]
    public async Task A_mistake_is_told_in_words(int code, string words, params string[] args)
    {
        using var cli = new Cli();

        var answer = await cli.Run(args);

        Assert.Equal((code, true), (answer.Code, answer.Says(words)));
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
    }

    private async Task IsRefused(Cli cli, byte[] bytes, string words = "")
    {
        var file = Path.Combine(_shelf.Path, "bad.tar");
        await System.IO.File.WriteAllBytesAsync(file, bytes, Ct);
        var answer = await cli.Run("restore", "--from", file);
        answer.Refused("Nothing was changed");
        answer.Refused(words);
        Assert.Empty(Directory.EnumerateFileSystemEntries(cli.Data));
        Assert.Empty(Manifest.Read(cli.Manifest));
    }

    /// <summary>A backup of everything with another list of contents; then everything is purged.</summary>
    private async Task<byte[]> WithContents(Cli cli, Func<string, string> change)
    {
        (await cli.Run("backup", "--all", "--to", File)).Good();
        foreach (var entry in Manifest.Read(cli.Manifest))
            (await cli.Run("identity", "purge", "--slug", entry.Slug, "--yes")).Good();

        using var changed = new MemoryStream();
        await using (var from = new TarReader(System.IO.File.OpenRead(File)))
        await using (var to = new TarWriter(changed, leaveOpen: true))
            while (await from.GetNextEntryAsync(copyData: true, Ct) is { } entry)
            {
                if (entry.Name == BackupContents.FileName)
                    entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(change(await new StreamReader(entry.DataStream!).ReadToEndAsync(Ct))));
                await to.WriteEntryAsync(entry, Ct);
            }

        return changed.ToArray();
    }

    // Size and sum of a tar header, in octal at their places.
    private static byte[] WithSize(byte[] tar, long size)
    {
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(tar, 124);
        Encoding.ASCII.GetBytes("        ").CopyTo(tar, 148);
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(one => one), 8).PadLeft(6, '0')).CopyTo(tar, 148);
        tar[154] = 0;
        return tar;
    }

    private static async Task Write(ApiClient alice, PostaUrl peer, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested && i < 150; i++)
            await alice.SendText(peer, $"meanwhile {i}");
    }

    private static string AddImage(TestServer server, string slug, byte[] bytes)
    {
        var path = Path.Combine(server.Config.Data, slug, $"upload-{Convert.ToHexStringLower(SHA256.HashData(bytes))}.png");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    private static int IndexOf(byte[] bytes, ReadOnlySpan<byte> text) => bytes.AsSpan().IndexOf(text);

    private static (long, string, string) What(Message message) => (message.RowId, message.Id, message.Payload.ToString());
}
