using System.Text;
using Posta.Hosting.Configuration;
using Posta.Protocol;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Identities;

public sealed class ManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posta-manifest-").FullName;

    private string File => Path.Combine(_folder, "identities.toml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_added_is_read_again_and_the_text_of_others_stays()
    {
        System.IO.File.WriteAllText(File, "# mine\n[[identity]]\nslug = 'a'\nurl = \"https://A.example/x/\"\nname = \"A\"");
        var added = new ManifestEntry("b-2", PostaUrl.Parse("https://b.example:8443"), "B \"quoted\" \n ø", "agent");

        Manifest.Add(File, added);

        Assert.StartsWith("# mine\n", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal([new ManifestEntry("a", PostaUrl.Parse("https://a.example/x"), "A"), added], Manifest.Read(File));
        Assert.Equal(File, Assert.Single(Directory.GetFiles(_folder)));
    }

    [Fact]
    public void A_missing_or_empty_manifest_has_no_identities()
    {
        Assert.Empty(Manifest.Read(File));
        System.IO.File.WriteAllText(File, "");
        Assert.Empty(Manifest.Read(File));
    }

    [Theory]
    [InlineData("http://x.example", "non-https-scheme")]
    [InlineData("https://u@x.example", "userinfo-present")]
    [InlineData("https://127.1", "ip-literal-host")]
    [InlineData("https://x..example", "malformed-host")]
    [InlineData("https://x.example:0", "malformed-port")]
    [InlineData("https://x.example/../y", "malformed-path")]
    [InlineData("https://x.example?", "query-present")]
    [InlineData("https://x.example#", "fragment-present")]
    public void A_bad_url_stops_the_load_and_names_its_category_and_line(string url, string category)
    {
        System.IO.File.WriteAllText(File, $"[[identity]]\nslug = \"x\"\nurl = \"{url}\"\n");

        var refusal = Assert.Throws<TomlException>(() => Manifest.Read(File));

        Assert.Contains(category, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{File}:3", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slug = \"A\"\nurl = \"https://a.example\"", "not a slug")]
    [InlineData("slug = \"a\"\nurl = \"https://a.example\"\n[[identity]]\nslug = \"a\"\nurl = \"https://b.example\"", "twice")]
    [InlineData("slug = \"a\"\nurl = \"https://a.example\"\n[[identity]]\nslug = \"b\"\nurl = \"https://a.example/b\"", "share the host")]
    [InlineData("slug = \"a\"\nurl = \"https://a.example\"\nnick = \"x\"", "nick")]
    [InlineData("slug = \"a\"\nurl = 5", "url")]
    [InlineData("slug = \"a\"\nurl = \"https://a.example\"\n[other]", "other")]
    [InlineData("slug = \"a", "identities.toml:2")]
    public void A_mistake_is_told_in_words(string entry, string words)
    {
        System.IO.File.WriteAllText(File, $"[[identity]]\n{entry}\n");

        Assert.Contains(words, Assert.Throws<TomlException>(() => Manifest.Read(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_manifest_is_refused_as_a_whole_and_the_old_one_stays()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        await System.IO.File.AppendAllTextAsync(
            server.Config.Manifest, "[[identity]]\nslug = \"bad\"\nurl = \"https://1.2.3.4\"\n", Encoding.UTF8, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<TomlException>(() => server.Registry.Reload(TestContext.Current.CancellationToken));

        Assert.Equal(200, (await alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task An_identity_without_its_folder_is_out_of_service_alone()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        Manifest.Add(server.Config.Manifest, new ManifestEntry("bob", server.Url("bob"), "Bob"));

        await server.Registry.Reload(TestContext.Current.CancellationToken);

        using var bob = new ApiClient(server.Url("bob"), "mst_x");
        Assert.Equal(503, (await bob.Get("/identity")).Status);
        Assert.Equal(200, (await alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task A_manifest_that_vanished_is_refused_and_the_old_one_stays()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        System.IO.File.Delete(server.Config.Manifest);

        await Assert.ThrowsAsync<ConfigurationException>(() => server.Registry.Reload(TestContext.Current.CancellationToken));

        Assert.Equal(200, (await alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task An_identity_that_cannot_start_is_out_of_service_alone()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        var bob = new ManifestEntry("bob", server.Url("bob"), "Bob");
        await IdentityFolder.Create(server.Config.Data, bob, TimeProvider.System, TestContext.Current.CancellationToken);
        await server.Execute("bob", "ALTER TABLE messages RENAME TO gone");
        Manifest.Add(server.Config.Manifest, bob);

        await server.Registry.Reload(TestContext.Current.CancellationToken);

        Assert.NotNull(server.Registry.TenantOf(new(bob.Url.Authority)));
        Assert.Null(server.Registry.Find(new(bob.Url.Authority)));
        Assert.Equal(200, (await alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task A_reload_leaves_running_identities_and_their_streams_alone()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        using var events = await alice.Events();

        await server.Add("bob");
        await alice.Post("/contacts", """{"url":"x.example"}""");

        Assert.Equal("contact-changed", (await events.Next())!.Name);
    }

    [Theory]
    [InlineData("first", "# top\n\n# about the second\n[[identity]]\nslug = \"second\"\nurl = \"https://b.example\" # why\n")]
    [InlineData("second", "# top\n[[identity]]\nslug = \"first\" # a\nurl = 'https://a.example'\n\n# about the second\n")]
    public void Taking_one_out_keeps_the_comments_and_the_other(string slug, string after)
    {
        System.IO.File.WriteAllText(
            File,
            "# top\n[[identity]]\nslug = \"first\" # a\nurl = 'https://a.example'\n\n# about the second\n[[identity]]\nslug = \"second\"\nurl = \"https://b.example\" # why\n");

        Assert.True(Manifest.Remove(File, slug));

        Assert.Equal(after, System.IO.File.ReadAllText(File));
        Assert.Single(Manifest.Read(File));
        Assert.False(Manifest.Remove(File, slug));
    }

    [Fact]
    public void What_only_a_person_can_take_out_is_left_alone()
    {
        var text = "identity = [{ slug = \"a\", url = \"https://a.example\" }]\n";
        System.IO.File.WriteAllText(File, text);

        Assert.Throws<ConfigurationException>(() => Manifest.Remove(File, "a"));

        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_change_keeps_who_may_read_and_write_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        System.IO.File.WriteAllText(File, "");
        System.IO.File.SetUnixFileMode(File, Shared);

        Manifest.Add(File, new ManifestEntry("a", PostaUrl.Parse("https://a.example"), "A"));

        Assert.Equal(Shared, System.IO.File.GetUnixFileMode(File));
    }
}
