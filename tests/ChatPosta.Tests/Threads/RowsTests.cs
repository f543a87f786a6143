using ChatPosta.Tests.Web;
using ChatPosta.Threads;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Threads;

public sealed class RowsTests
{
    [Fact]
    public async Task An_empty_thread_says_hi()
    {
        var rows = await Rendered.Of<Rows, RowsModel>(A.Thread());

        Assert.Contains("Say hi", rows.The("[data-empty]").TextContent);
        Assert.Empty(rows.QuerySelectorAll("[data-older]"));
    }

    [Fact]
    public async Task Fifty_rows_are_shown_and_the_rest_is_one_press_away()
    {
        var rows = await Rendered.Of<Rows, RowsModel>(A.Thread(Many(51)));

        Assert.Equal(50, rows.QuerySelectorAll("[data-row]").Length);
        Assert.Equal("/c/https%3A%2F%2Fbob.example?before=2", rows.The("[data-older] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Exactly_fifty_rows_are_the_whole_thread() =>
        Assert.Empty((await Rendered.Of<Rows, RowsModel>(A.Thread(Many(50)))).QuerySelectorAll("[data-older]"));

    [Fact]
    public async Task The_first_unread_row_from_the_peer_has_a_divider_above_it()
    {
        var thread = A.Thread(A.Row(1, "read"), A.Row(2, "mine", mine: true), A.Row(3, "unread"), A.Row(4, "unread")).WithUnreadSince(1, UnreadReason.NotSeen);
        var rows = await Rendered.Of<Rows, RowsModel>(thread);

        Assert.Equal("msg-3", rows.The("#unread").NextElementSibling?.Id);
    }

    [Fact]
    public async Task Days_are_headed_in_a_form_that_scripts_can_localise()
    {
        var rows = await Rendered.Of<Rows, RowsModel>(A.Thread(A.Row(1, "x"), A.Row(2, "y", minute: 24 * 60)));

        Assert.Equal(["20 November 2026", "21 November 2026"], rows.QuerySelectorAll(".day").Select(Rendered.Words));
        Assert.Equal("2026-11-20T12:00:00Z", rows.QuerySelector(".day time")?.GetAttribute("datetime"));
    }

    private static Message[] Many(int count) => [.. Enumerable.Range(1, count).Select(number => A.Row(number, "x"))];
}
