using System.Text;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Keys;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Messages;

/// <summary>What is told of one message: with its envelope and signature anybody can check who wrote it.</summary>
public sealed class DetailsTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _carol = await Stranger.Start(TimeProvider.System);
        _alice = await _server.Client("alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_envelope_that_came_is_given_back_byte_for_byte()
    {
        // Spaces, an unknown member, a payload in the middle: whatever was signed.
        var envelope = _carol.Write(_alice.Url);
        var body = Encoding.UTF8.GetBytes(
            $$"""
            { "payload" :  {"kind":"posta.text/v1", "body":"høi \u00e6"} , "v": 1, "later": [null],
              "id": "{{envelope.Id}}", "sender": "{{envelope.Sender}}", "recipient": "{{envelope.Recipient}}",
              "timestamp": "{{PostaTime.Format(envelope.Timestamp)}}", "keyId": "k1" }
            """);
        var letter = new Letter(body, _carol.Keys.Keys[0]);
        Assert.Equal(204, (await Stranger.Post(letter, _alice.Url)).Status);
        var message = await _alice.Newest(_carol.Url, MessageState.Received);

        var details = await Details(message.RowId);

        Assert.Equal(message, details.Message);
        Assert.Equal(body, Convert.FromBase64String(details.Envelope));
        Assert.Equal(letter.Signature, details.Signature);
        Assert.Equal(("", 0), (details.AnsweredAt, details.AnswerStatus));
    }

    [Fact]
    public async Task A_message_that_was_handed_over_tells_when_with_which_answer_and_what_was_signed()
    {
        await _alice.SendText(_carol.Url, "hello");
        var message = await _alice.Newest(_carol.Url, MessageState.Delivered);

        var details = await Details(message.RowId);

        var envelope = Convert.FromBase64String(details.Envelope);
        Assert.Equal(_carol.Received.Single(), Envelope.Read(envelope).Envelope);
        var key = _server.Identity("alice").Keys.Current.Published;
        Assert.True(Ed25519.Verify(key.PublicKey.Span, envelope, Convert.FromBase64String(details.Signature)));
        Assert.Equal(204, details.AnswerStatus);
        Assert.True(PostaTime.TryParse(details.AnsweredAt, out var at) && PostaTime.TryParse(message.SentAt, out var sent) && at >= sent);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_status()
    {
        _carol.Answer = _ => Results.StatusCode(403);
        await _alice.SendText(_carol.Url, "may I?");

        var details = await Details((await _alice.Newest(_carol.Url, MessageState.FailedPermanent)).RowId);

        Assert.Equal(403, details.AnswerStatus);
        Assert.NotEqual("", details.AnsweredAt);
    }

    [Fact]
    public async Task No_answer_is_no_answer_and_what_was_sent_is_there()
    {
        var receipt = await _alice.SendText(PostaUrl.Parse("https://nobody.localhost:1"), "anybody?");
        MessageDetails? details = null;
        await Posta.Testing.Eventually.True(async () => (details = await Details(receipt.RowId)).Message!.LastErrorCode.Length > 0);

        Assert.Equal(("", 0), (details!.AnsweredAt, details.AnswerStatus));
        Assert.Equal(receipt.Id, Envelope.Read(Convert.FromBase64String(details.Envelope)).Envelope!.Id);
    }

    [Fact]
    public async Task Of_a_message_from_before_envelopes_were_kept_there_is_none()
    {
        await _carol.Post(_carol.Write(_alice.Url), _alice.Url);
        var message = await _alice.Newest(_carol.Url, MessageState.Received);
        await _server.Execute("alice", "UPDATE messages SET envelope_before = NULL, envelope_after = NULL, signature = NULL");

        var details = await Details(message.RowId);

        Assert.Equal((message, "", ""), (details.Message, details.Envelope, details.Signature));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task There_is_nothing_to_tell_of_what_is_not_there(string rowId)
    {
        var answer = await _alice.Get($"/messages/{rowId}");

        Assert.Equal((404, ErrorCode.NotFound), (answer.Status, answer.Code));
    }

    private async Task<MessageDetails> Details(long rowId) => (await _alice.Get($"/messages/{rowId}")).Read(ClientApiJson.Default.MessageDetails);
}
