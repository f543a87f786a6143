using System.Text.Json;
using AngleSharp.Dom;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Keys;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Details;

/// <summary>
/// One message and all that is known of it. The signature is looked at by chat-posta itself, with the key that the author
/// publishes: whatever the user's own server says.
/// </summary>
public sealed class DetailsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private PostaUrl _bob = null!;
    private KeyRing _keys = KeyRing.Generate("k1", Noon);
    private MessageDetails _kept = new();
    private bool _knowsDetails = true;
    private string? _listed;

    private string Thread => $"/c/{Uri.EscapeDataString(_bob.Canonical)}";

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _bob = PostaUrl.Parse(_server.Identity.Canonical.Replace("alice", "bob", StringComparison.Ordinal));
        _browser = await _app.SignedInBrowser(_server);
        _server.Answer = Serve;
        _kept = Kept(Signed());
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_came_tells_its_times_its_key_and_whether_it_was_read()
    {
        var page = await Open();

        Assert.Equal("Hello there", page.The(".details__message .body").TextContent);
        Assert.Equal("20 November 2026, 12:00 UTC , by their clock", Fact(page, "Written"));
        Assert.Equal("20 November 2026, 12:01 UTC , by your server’s clock", Fact(page, "Arrived"));
        Assert.StartsWith("No.", Fact(page, "Read"), StringComparison.Ordinal);
        Assert.StartsWith("Your server checked it", Fact(page, "Result"), StringComparison.Ordinal);
        Assert.Equal(("k1", "id-7", "id-3"), (Fact(page, "Key"), Fact(page, "Message id"), Fact(page, "Answers")));
        Assert.Equal(_kept.Signature, Fact(page, "Signature"));
    }

    [Fact]
    public async Task The_fragment_is_the_part_of_the_page()
    {
        var page = await Open();
        var part = Rendered.Parse((await _browser.Fragment($"{Thread}/messages/7")).Body);

        Assert.Equal(page.The(".details").OuterHtml, part.The(".details").OuterHtml);
    }

    [Fact]
    public async Task The_envelope_is_handed_over_byte_for_byte_as_a_file()
    {
        var answer = await _browser.Open($"{Thread}/messages/7/envelope");

        Assert.Equal((200, WireFormat.MediaType), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(Convert.FromBase64String(_kept.Envelope), System.Text.Encoding.UTF8.GetBytes(answer.Body));
        Assert.StartsWith("attachment; filename=bob.localhost-7.json", answer.Header("Content-Disposition"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_signature_is_found_good() => Assert.StartsWith("Good.", await Check(), StringComparison.Ordinal);

    [Fact]
    public async Task Words_that_were_not_signed_are_found_out()
    {
        _kept = _kept with { Message = _kept.Message! with { Payload = new TextPayload("Hello, dear").ToJson() } };

        Assert.Equal("Wrong. Your server shows something else than what was signed.", await Check());
    }

    [Fact]
    public async Task It_is_the_words_on_the_screen_that_must_have_been_signed()
    {
        // The list says other words than the details, which fit the envelope.
        _listed = "Hello, dear";
        Assert.Equal("Hello, dear", (await Open()).The(".details__message .body").TextContent);

        Assert.Equal("Wrong. Your server shows something else than what was signed.", await Check());
    }

    [Fact]
    public async Task Anothers_signature_is_found_out()
    {
        _kept = Kept(Signed(KeyRing.Generate("k1", Noon)));

        Assert.Equal("Wrong. The signature does not fit this message.", await Check());
    }

    [Fact]
    public async Task An_envelope_that_was_written_to_somebody_else_is_found_out()
    {
        _kept = Kept(Signed(to: "https://carol.example"));

        Assert.Equal("Wrong. The signature does not fit this message.", await Check());
    }

    [Fact]
    public async Task A_key_that_is_published_no_more_cannot_be_asked()
    {
        _keys = KeyRing.Generate("k2", Noon);

        Assert.Equal("They publish another key by now, so it cannot be checked again.", await Check());
    }

    [Fact]
    public async Task A_server_that_keeps_no_envelopes_is_not_held_against_anybody()
    {
        _knowsDetails = false;

        var page = await Open();

        Assert.Equal("k1", Fact(page, "Key"));
        Assert.Null(page.QuerySelector("form[action$=check]"));
        Assert.Equal(404, (await _browser.Open($"{Thread}/messages/7/envelope")).Status);
        Assert.StartsWith("Your server did not keep", Fact(Rendered.Parse((await _browser.Submit($"{Thread}/messages/7/check")).Body), "Result"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageState.Pending, "", "Waiting on your server.")]
    [InlineData(MessageState.Sending, "", "On its way.")]
    [InlineData(MessageState.Pending, ErrorCode.Timeout, "Not delivered yet. Their server did not answer in time.")]
    [InlineData(MessageState.FailedPendingUser, ErrorCode.NetworkError, "Given up for now. Their server could not be reached.")]
    [InlineData(MessageState.FailedPermanent, ErrorCode.Forbidden, "Not delivered. They take no messages from you.")]
    public async Task Ones_own_message_tells_how_it_stands(string state, string code, string words)
    {
        Own(state, code);
        var page = await Open();

        Assert.Equal(words, Fact(page, "Stands"));
        Assert.Equal(code.Length > 0 ? "3" : "0", Fact(page, "Attempts"));
        Assert.Equal(state.StartsWith("failed", StringComparison.Ordinal), page.QuerySelector("form[action$='/retry/7']") is not null);
    }

    [Fact]
    public async Task Ones_own_message_tells_when_it_was_handed_over_and_with_which_answer()
    {
        Own(MessageState.Delivered, "");
        _kept = _kept with { AnsweredAt = "2026-11-20T12:02:00Z", AnswerStatus = 204 };
        var page = await Open();

        Assert.Equal("20 November 2026, 12:02 UTC , to bob.localhost", Fact(page, "Handed over"));
        Assert.Equal("Status 204", Fact(page, "Last answer"));
        Assert.Null(page.QuerySelector(".details a[href*=unread]"));
    }

    [Theory]
    [InlineData("8")]
    [InlineData("0")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999")]
    [InlineData("x")]
    public async Task There_is_no_page_of_what_is_not_there(string rowId)
    {
        Assert.Equal(404, (await _browser.Open($"{Thread}/messages/{rowId}")).Status);
        Assert.Equal(404, (await _browser.Open($"{Thread}/messages/{rowId}/envelope")).Status);
        Assert.Equal(404, (await _browser.Submit($"{Thread}/messages/{rowId}/check")).Status);
    }

    [Fact]
    public async Task What_was_taken_as_unread_is_marked_in_that_view_alone()
    {
        var marked = Rendered.Parse((await _browser.Open($"{Thread}?unread=7")).Body);
        Assert.Equal("msg-7", marked.The("#unread[data-marked]").NextElementSibling?.Id);
        Assert.Equal("Unread from here", marked.The("#unread summary span:first-child").TextContent);

        var plain = Rendered.Parse((await _browser.Open(Thread)).Body);
        Assert.Equal("New messages", plain.The("#unread:not([data-marked]) summary span:first-child").TextContent);
        Assert.Equal(404, (await _browser.Open($"{Thread}?unread=0")).Status);
    }

    private async Task<IDocument> Open() => Rendered.Parse((await _browser.Open($"{Thread}/messages/7")).Body);

    private async Task<string> Check() => Fact(Rendered.Parse((await _browser.Submit($"{Thread}/messages/7/check")).Body), "Result");

    private static string Fact(IDocument page, string name) =>
        page.QuerySelectorAll(".facts dt").Single(term => term.TextContent == name).NextElementSibling!.Words();

    private (byte[] Body, byte[] Signature) Signed(KeyRing? keys = null, string? to = null)
    {
        var body = Envelope.Write(new Envelope
        {
            Id = "id-7",
            Sender = _bob.Canonical,
            Recipient = to ?? _server.Identity.Canonical,
            Timestamp = Noon,
            KeyId = "k1",
            InReplyTo = "id-3",
            Payload = new TextPayload("Hello there").ToJson(),
        });
        return (body, (keys ?? _keys).Keys[0].Sign(body));
    }

    private MessageDetails Kept((byte[] Body, byte[] Signature) signed) => new(
        new Message(
            RowId: 7, Id: "id-7", Peer: _bob.Display, Direction: Direction.Inbound, Payload: new TextPayload("Hello there").ToJson(), InReplyTo: "id-3",
            SentAt: "2026-11-20T12:00:00Z", ReceivedAt: "2026-11-20T12:01:00Z", State: MessageState.Received, KeyId: "k1"),
        Envelope: Convert.ToBase64String(signed.Body),
        Signature: Convert.ToBase64String(signed.Signature));

    private void Own(string state, string code) => _kept = _kept with
    {
        Message = _kept.Message! with
        {
            Direction = Direction.Outbound,
            ReceivedAt = "",
            State = state,
            LastErrorCode = code,
            Attempts = code.Length > 0 ? 3 : 0,
        },
    };

    private Task Serve(HttpContext context)
    {
        if (context.Request.Host.Host.StartsWith("bob", StringComparison.Ordinal))
            return Results.Bytes(new ActorDocument { Url = _bob, Keys = _keys.Published }.ToJson(), WireFormat.MediaType).ExecuteAsync(context);

        var listed = _listed is null ? _kept.Message! : _kept.Message! with { Payload = new TextPayload(_listed).ToJson() };
        var message = JsonSerializer.Serialize(listed, ClientApiJson.Default.Message);
        return (context.Request.Path.Value switch
        {
            "/api/v1/identity" => Json($$"""{"url":"{{_server.Identity.Display}}","name":"Alice"}"""),
            "/api/v1/contacts" => Json($$"""[{"url":"{{_bob.Display}}","name":"Bob","status":"contact","unreadCount":1}]"""),
            "/api/v1/messages" => Json(context.Request.Query["before"] is ["8"] or [] || context.Request.Query.ContainsKey("after") ? $"[{message}]" : "[]"),
            "/api/v1/messages/7" when _knowsDetails => Json(JsonSerializer.Serialize(_kept, ClientApiJson.Default.MessageDetails)),
            _ => Results.Json(new ApiError("not-found", "No."), ClientApiJson.Default.ApiError, statusCode: 404),
        }).ExecuteAsync(context);

        static IResult Json(string text) => Results.Text(text, "application/json");
    }
}
