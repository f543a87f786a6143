using Posta.Hosting.Configuration;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Identities;

/// <summary>What SIGHUP does (C-23).</summary>
public sealed class ReloadTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_of_unchanged_identities_live_on_and_those_of_removed_ones_end()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));
        using var stays = await alice.Events();
        using var ends = await bob.Events();

        await server.Add("carol");
        Manifest.Remove(server.Config.Manifest, "bob");
        await server.Registry.Reload(Ct);

        Assert.Null(await ends.Next());
        Assert.Equal(404, (await bob.Get("/identity")).Status);
        await alice.SendText(server.Url("carol"), "hi");
        Assert.Equal(EventName.OutboundState, (await stays.Next(EventName.OutboundState)).Name);
    }

    [Fact]
    public async Task A_manifest_with_one_bad_entry_changes_nothing()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");
        using var stream = await alice.Events();
        await File.WriteAllTextAsync(
            server.Config.Manifest, "[[identity]]\nslug = \"bob\"\nurl = \"https://bob.example\"\n[[identity]]\nslug = \"X\"\n", Ct);

        await Assert.ThrowsAsync<TomlException>(() => server.Registry.Reload(Ct));

        Assert.Null(server.Registry.TenantOf(new("bob.example")));
        await alice.SendText(server.Url("alice"), "hi");
        Assert.Equal(EventName.OutboundState, (await stream.Next(EventName.OutboundState)).Name);
    }

    [Fact]
    public async Task Messages_and_tokens_do_not_pass_to_another_address()
    {
        await using var server = await TestServer.Start("alice", "bob", "carol");
        var (alice, bob, carol) = (await server.Client("alice"), await server.Client("bob"), await server.Client("carol"));
        var token = await server.Tokens("alice").Create("crossed", Ct);
        var asItWas = await File.ReadAllTextAsync(server.Config.Manifest, Ct);

        await File.WriteAllTextAsync(
            server.Config.Manifest,
            asItWas.Replace("//alice.", "//x.", StringComparison.Ordinal).Replace("//bob.", "//alice.", StringComparison.Ordinal).Replace("//x.", "//bob.", StringComparison.Ordinal),
            Ct);
        await server.Registry.Reload(Ct);

        using var crossed = new ApiClient(server.Url("bob"), token);
        foreach (var client in new[] { alice, bob, crossed })
            Assert.Equal(ErrorCode.Unavailable, (await client.Get("/identity")).Code);
        Assert.Equal(200, (await carol.Get("/identity")).Status);
        Assert.Equal(2, server.Errors.Lines.Count(line => line.Contains("belong to another address", StringComparison.Ordinal)));

        await File.WriteAllTextAsync(server.Config.Manifest, asItWas, Ct);
        await server.Registry.Reload(Ct);
        Assert.Equal("Alice", (await alice.Get("/identity")).Read(ClientApiJson.Default.Identity).Name);
        Assert.Equal("Bob", (await bob.Get("/identity")).Read(ClientApiJson.Default.Identity).Name);
    }

    [Fact]
    public async Task A_folder_that_another_process_holds_is_left_alone_until_it_is_free()
    {
        await using var server = await TestServer.Start("alice");
        var bob = new ManifestEntry("bob", server.Url("bob"), "Bob");
        var folder = await IdentityFolder.Create(server.Config.Data, bob, TimeProvider.System, Ct);
        Manifest.Add(server.Config.Manifest, bob);
        using (IdentityLock.TryTake(folder))
        {
            await server.Registry.Reload(Ct);
            Assert.Null(server.Identity("bob"));
            Assert.Equal(ErrorCode.Unavailable, (await new ApiClient(bob.Url, "mst_x").Get("/identity")).Code);
        }

        await server.Registry.Reload(Ct);
        Assert.NotNull(server.Identity("bob"));
    }
}
