using AngleSharp.Dom;
using ChatPosta.Tests.Web;
using ChatPosta.Threads;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Threads;

public sealed class MessageRowTests
{
    [Fact]
    public async Task Markup_in_a_message_is_shown_as_written()
    {
        var row = await Row(A.Row(7, "<script>alert(1)</script> & <b>"));

        Assert.Empty(row.QuerySelectorAll("script, b"));
        Assert.Equal("<script>alert(1)</script> & <b>", row.The(".body").TextContent);
        Assert.Equal("msg-7", row.The("li").Id);
    }

    [Fact]
    public async Task What_a_stranger_wrote_stands_where_htmx_reads_nothing()
    {
        var row = await Row(A.Row(7, "x"));

        Assert.NotNull(row.The(".body").Closest("[data-hx-disable]"));
    }

    [Fact]
    public async Task Who_wrote_when_is_said_for_every_row_and_seen_on_the_first()
    {
        var later = A.Model(A.Row(7, "x")) with { Place = new(false, false, false) };
        var row = await Rendered.Of<MessageRow, MessageModel>(later);

        Assert.StartsWith("Bob Berg 12:00", row.The("p.hidden").Words());
        Assert.Empty(row.QuerySelectorAll(".avatar"));
    }

    [Theory]
    [InlineData(MessageState.Pending, "Sending")]
    [InlineData(MessageState.Sending, "Sending")]
    [InlineData(MessageState.Delivered, "Delivered")]
    public async Task The_mark_says_how_far_it_got(string state, string words) =>
        Assert.Equal(words, (await Row(A.Row(7, "x", mine: true) with { State = state })).The(".mark").Words());

    [Theory]
    [InlineData(MessageState.FailedPermanent, ErrorCode.Forbidden, "Not delivered. They take no messages from you.")]
    [InlineData(MessageState.FailedPendingUser, ErrorCode.NetworkError, "Not delivered yet. Their server could not be reached.")]
    [InlineData(MessageState.FailedPermanent, "teapot", "Not delivered. Their server refused it.")]
    public async Task A_failure_says_why_and_offers_to_retry(string state, string code, string words)
    {
        var row = await Row(A.Row(7, "x", mine: true) with { State = state, LastErrorCode = code, Attempts = 5 });

        Assert.Equal(words, row.The(".mark > p").Words());
        Assert.Equal(code, row.The(".mark > p").GetAttribute("title"));
        Assert.Equal("/c/https%3A%2F%2Fbob.example/retry/7", row.The("form[method=post]").GetAttribute("action"));
        Assert.Equal($"Code {code} Attempts 5 Next attempt when you press Retry", row.The("details dl").Words());
    }

    [Fact]
    public async Task Waiting_for_another_attempt_is_told()
    {
        var late = A.Row(7, "x", mine: true) with
        {
            State = MessageState.Pending,
            LastErrorCode = ErrorCode.Timeout,
            Attempts = 2,
            NextAttemptAt = "2026-11-20T12:05:00Z",
        };

        Assert.Equal("2026-11-20T12:05:00Z", (await Row(late)).The("details time").GetAttribute("datetime"));
    }

    [Fact]
    public async Task An_unknown_kind_is_named_not_hidden() =>
        Assert.Contains("acme.poll/v2", (await Row(With("""{"kind":"acme.poll/v2"}"""))).The(".body--unknown").TextContent);

    [Fact]
    public async Task A_link_leads_out_alone_and_shows_its_host()
    {
        var card = (await Row(With("""{"kind":"posta.link/v1","url":"https://x@yr.example/a","name":"Weather"}"""))).The("a.linkcard");

        Assert.Equal("https://yr.example/a", card.GetAttribute("href"));
        Assert.Equal("noopener noreferrer nofollow ugc", card.GetAttribute("rel"));
        Assert.Contains("yr.example", card.The(".linkcard__host").TextContent);
    }

    [Fact]
    public async Task An_answer_quotes_and_leads_to_what_it_answers()
    {
        var rows = await Rendered.Of<Rows, RowsModel>(A.Thread(A.Row(1, "When?"), A.Row(2, "At seven", mine: true) with { InReplyTo = "id-1" }));

        var quote = rows.The("#msg-2 a.quote");
        Assert.Equal("#msg-1", quote.GetAttribute("href"));
        Assert.Equal("Bob Berg When?", quote.Words());
    }

    [Fact]
    public async Task A_few_pictures_alone_are_shown_large()
    {
        Assert.NotEmpty((await Row(A.Row(1, "🏔️🥾"))).QuerySelectorAll(".bubble--emoji"));
        Assert.Empty((await Row(A.Row(1, "🥾 ok"))).QuerySelectorAll(".bubble--emoji"));
        Assert.Empty((await Row(A.Row(1, "7"))).QuerySelectorAll(".bubble--emoji"));
    }

    private static Message With(string payload) => A.Row(7, "") with { Payload = RawJson.Parse(payload) };

    private static Task<IDocument> Row(Message message) => Rendered.Of<MessageRow, MessageModel>(A.Model(message));
}
