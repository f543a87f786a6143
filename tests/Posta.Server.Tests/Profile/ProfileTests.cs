using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Profile;

public sealed class ProfileTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_new_name_is_shown_told_and_published_at_once()
    {
        using var events = await _alice.Events();
        var expected = new Identity(_alice.Url.Display, "Ålice", "Words \"and\" numbers\n☺", "", "person");

        var answer = await _alice.Patch("/identity", """{"name":"Ålice","about":"Words \"and\" numbers\n☺"}""");

        Assert.Equal((200, expected), (answer.Status, answer.Read(ClientApiJson.Default.Identity)));
        Assert.Equal(expected, await Told(events));
        Assert.Equal(expected, await Shown());
        Assert.Equal(("Ålice", expected.About), await Published());
    }

    [Fact]
    public async Task What_is_left_out_stays_and_an_empty_text_clears()
    {
        await _alice.Patch("/identity", """{"about":"one"}""");
        Assert.Equal(("Alice", "one"), await Published());

        await _alice.Patch("/identity", """{"name":""}""");

        Assert.Equal(("", "one"), await Published());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"Alice"}""")]
    [InlineData("""{"name":"Alice","about":""}""")]
    public async Task Nothing_changed_is_no_event(string patch)
    {
        using var events = await _alice.Events();

        Assert.Equal((200, "Alice"), ((await _alice.Patch("/identity", patch)).Status, (await Shown()).Name));
        await _alice.Patch("/identity", """{"name":"next"}""");

        Assert.Equal("next", (await Told(events)).Name);
    }

    [Theory]
    [InlineData("""{"avatar":"https://a.example/x.png"}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"avatar":null}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"kind":"room"}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"url":"https://b.example"}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"Name":"x"}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"name":"x","ABOUT":""}""", 400, ErrorCode.UnknownField)]
    [InlineData("""{"name":null}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"name":"x","about":null}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"name":5}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"name":["x"]}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"name":"\ud800"}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""["name"]""", 400, ErrorCode.MalformedRequest)]
    [InlineData("null", 400, ErrorCode.MalformedRequest)]
    [InlineData("", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"name":"x"} x""", 400, ErrorCode.MalformedRequest)]
    public async Task A_bad_change_changes_nothing(string patch, int status, string code)
    {
        var answer = await _alice.Patch("/identity", patch);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(("Alice", ""), await Published());
    }

    [Theory]
    [InlineData("name", ActorDocument.MaxNameBytes)]
    [InlineData("about", ActorDocument.MaxAboutBytes)]
    public async Task The_limits_count_bytes(string member, int limit)
    {
        var most = new string('é', limit / 2);

        Assert.Equal(200, (await _alice.Patch("/identity", $$"""{"{{member}}":"{{most}}"}""")).Status);
        var answer = await _alice.Patch("/identity", $$"""{"{{member}}":"{{most}}!"}""");

        Assert.Equal((400, ErrorCode.TooLong), (answer.Status, answer.Code));
        Assert.Contains(most, new[] { (await Published()).Name, (await Published()).About });
    }

    [Fact]
    public async Task The_name_that_was_chosen_outlives_a_restart_and_the_manifest()
    {
        await _alice.Patch("/identity", """{"name":"Chosen"}""");
        var manifest = await File.ReadAllTextAsync(_server.Config.Manifest, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            _server.Config.Manifest, manifest.Replace("Alice", "Manifest", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await _server.Stop();
        await _server.StartAgain();

        Assert.Equal("Chosen", (await Shown()).Name);
    }

    [Fact]
    public async Task Nobody_else_can_change_it()
    {
        using var stranger = new ApiClient(_alice.Url, "mst_wrong");

        Assert.Equal(401, (await stranger.Patch("/identity", """{"name":"Mallory"}""")).Status);
        Assert.Equal("Alice", (await Shown()).Name);
    }

    private async Task<Identity> Shown() => (await _alice.Get("/identity")).Read(ClientApiJson.Default.Identity);

    private static async Task<Identity> Told(EventStream events) =>
        JsonSerializer.Deserialize((await events.Next(EventName.IdentityChanged)).Data, ClientApiJson.Default.Identity)!;

    private async Task<(string Name, string About)> Published()
    {
        using var http = RawHttp.Client(_alice.Url);
        var json = await http.GetByteArrayAsync(_alice.Url.Canonical, TestContext.Current.CancellationToken);
        Assert.True(ActorDocument.TryParse(json, _alice.Url, out var document, out var reason), reason);
        return (document.Name, document.About);
    }
}
