using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Contacts;

public sealed class ContactTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "bob");
        _carol = await Stranger.Start(_time);
        _bob = await _server.Client("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_contact_can_be_added_in_any_input_form_and_learns_its_name()
    {
        var answer = await _bob.Post("/contacts", $$"""{"url":" {{_carol.Url.Display.ToUpperInvariant()}}/ "}""");

        Assert.Equal((200, _carol.Url.Display), (answer.Status, answer.Read(ClientApiJson.Default.Contact).Url));
        await Eventually.True(async () => (await _bob.Contacts()).Single().Name == "Carol");
    }

    [Fact]
    public async Task A_change_is_announced_and_a_repetition_is_not()
    {
        using var events = await _bob.Events();

        await Add();
        await Add();
        await Patch("\"pinned\":true");
        await Patch("\"pinned\":true");
        await _bob.Delete($"/contacts?url={_carol.Url.Display}");
        Assert.Equal(204, (await _bob.Delete($"/contacts?url={_carol.Url.Display}")).Status);

        var names = new List<string>();
        while (names.LastOrDefault() != EventName.ContactRemoved)
            names.Add((await events.Next())!.Name);
        // Added, named after its actor document (perhaps too late for this test), pinned, removed.
        Assert.InRange(names.Count, 3, 4);
        Assert.Empty(await _bob.Contacts());
    }

    [Theory]
    [InlineData("\"avatar\":\"x\"", 400, ErrorCode.UnknownField)]
    [InlineData("\"Pinned\":true", 400, ErrorCode.UnknownField)]
    [InlineData("\"pinned\":null", 400, ErrorCode.MalformedRequest)]
    [InlineData("\"pinned\":1", 400, ErrorCode.MalformedRequest)]
    [InlineData("\"status\":\"removed\"", 400, ErrorCode.MalformedRequest)]
    public async Task A_patch_says_what_it_cannot_set(string members, int status, string code)
    {
        await Add();

        var answer = await Patch(members);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_contact_is_not_found()
    {
        Assert.Equal((404, ErrorCode.PeerNotFound), Outcome(await Patch("\"pinned\":true")));
        Assert.Equal((404, ErrorCode.PeerNotFound), Outcome(await Read(1)));
        Assert.Equal((400, "query-present"), Outcome(await _bob.Post("/contacts", """{"url":"https://x.example?a"}""")));
        Assert.Equal((400, ErrorCode.BadParameter), Outcome(await _bob.Get("/contacts?status=removed")));
    }

    [Fact]
    public async Task What_is_missing_is_not_guessed()
    {
        await Add();

        Assert.Equal((400, "malformed-host"), Outcome(await _bob.Post("/contacts")));
        Assert.Equal((400, "malformed-host"), Outcome(await _bob.Delete("/contacts")));
        Assert.Equal((400, "fragment-present"), Outcome(await _bob.Delete("/contacts?url=x.example%23a")));
        Assert.Equal((400, ErrorCode.MalformedRequest), Outcome(await _bob.Post("/contacts/read", $$"""{"peer":"{{_carol.Url}}"}""")));
    }

    [Fact]
    public async Task The_list_can_be_asked_for_one_status()
    {
        await Receive();
        await _bob.Post("/contacts", """{"url":"a.example"}""");

        Assert.Equal([_carol.Url.Display], await Listed(ContactStatus.Request));
        Assert.Equal(["a.example"], await Listed(ContactStatus.Contact));
        Assert.Empty(await Listed(ContactStatus.Blocked));
    }

    [Fact]
    public async Task The_read_mark_only_moves_forward_and_not_beyond_the_newest()
    {
        var first = await Receive();
        var second = await Receive();
        Assert.Equal(2, (await _bob.Contacts()).Single().UnreadCount);
        using var events = await _bob.Events();

        Assert.Equal(200, (await Read(first)).Status);
        Assert.Equal(204, (await Read(first)).Status);
        Assert.Equal(new ReadMark(_carol.Url.Display, second), (await Read(long.MaxValue)).Read(ClientApiJson.Default.ReadMark));
        Assert.Equal(204, (await Read(first)).Status);

        var contact = (await _bob.Contacts()).Single();
        Assert.Equal((second, 0), (contact.LastReadRowId, contact.UnreadCount));
        Assert.Contains($"\"rowId\":{first}", (await events.Next(EventName.ReadWatermarkChanged)).Data, StringComparison.Ordinal);
        Assert.Contains($"\"rowId\":{second}", (await events.Next())!.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_read_mark_and_the_messages_survive_the_removal_of_a_contact()
    {
        var first = await Receive();
        await Read(first);
        await _bob.Delete($"/contacts?url={_carol.Url.Display}");
        Assert.Single(await _bob.Messages(_carol.Url));

        await Receive();

        var contact = (await _bob.Contacts()).Single();
        Assert.Equal((ContactStatus.Request, first, 1), (contact.Status, contact.LastReadRowId, contact.UnreadCount));
    }

    [Fact]
    public async Task The_newest_conversation_comes_first_with_its_last_message()
    {
        await using var dave = await Stranger.Start(_time, "dave");
        await _bob.Post("/contacts", """{"url":"a.example"}""");
        await _bob.Post("/contacts", """{"url":"b.example"}""");
        await Receive();
        _time.Advance(TimeSpan.FromSeconds(1));
        await dave.Post(dave.Write(_bob.Url, "newest"), _bob.Url);

        var contacts = await _bob.Contacts();

        Assert.Equal([dave.Url.Display, _carol.Url.Display, "a.example", "b.example"], contacts.Select(contact => contact.Url));
        Assert.Contains("newest", contacts[0].LastMessage!.Payload.ToString(), StringComparison.Ordinal);
        Assert.Equal(PostaTime.Format(_time.GetUtcNow()), contacts[0].LastMessageAt);
        Assert.Equal((null, ""), (contacts[2].LastMessage, contacts[2].LastMessageAt));
    }

    [Fact]
    public async Task The_order_is_that_of_the_times_even_after_the_clock_was_set_back()
    {
        await using var dave = await Stranger.Start(_time, "dave");
        await Receive();
        await _server.Execute("bob", "UPDATE contacts SET last_message_at = '2999-01-01T00:00:00.000Z'");
        await dave.Post(dave.Write(_bob.Url, "newest"), _bob.Url);

        var contacts = await _bob.Contacts();

        Assert.Equal([_carol.Url.Display, dave.Url.Display], contacts.Select(contact => contact.Url));
        Assert.Equal(contacts.Select(contact => contact.LastMessageAt).OrderDescending(), contacts.Select(contact => contact.LastMessageAt));
    }

    [Fact]
    public async Task A_large_last_message_is_left_out_of_the_list()
    {
        await Receive("small");
        Assert.NotNull((await _bob.Contacts()).Single().LastMessage);

        await Receive(new string('x', 5000));

        var contact = (await _bob.Contacts()).Single();
        Assert.Null(contact.LastMessage);
        Assert.Equal((PostaTime.Format(_time.GetUtcNow()), 2), (contact.LastMessageAt, contact.UnreadCount));
    }

    private Task<ApiAnswer> Add() => _bob.Post("/contacts", $$"""{"url":"{{_carol.Url.Display}}"}""");

    private Task<ApiAnswer> Patch(string members) => _bob.Patch("/contacts", $$"""{"url":"{{_carol.Url.Display}}",{{members}}}""");

    private Task<ApiAnswer> Read(long rowId) => _bob.Post("/contacts/read", $$"""{"peer":"{{_carol.Url.Canonical}}","rowId":{{rowId}}}""");

    private async Task<IEnumerable<string>> Listed(string status) =>
        (await _bob.Get($"/contacts?status={status}")).Read(ClientApiJson.Default.ContactArray).Select(contact => contact.Url);

    private async Task<long> Receive(string body = "hi")
    {
        Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, body), _bob.Url)).Status);
        return (await _bob.Messages(_carol.Url))[0].RowId;
    }

    private static (int Status, string Code) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);
}
