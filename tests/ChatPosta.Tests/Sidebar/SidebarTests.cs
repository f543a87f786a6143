using ChatPosta.Sidebar;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Web;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Sidebar;

public sealed class SidebarTests
{
    [Fact]
    public async Task Pinned_first_then_the_newest_and_the_blocked_not_at_all()
    {
        var list = await Conversations(
            Contact("old.example", hour: 1), Contact("new.example", hour: 5), Contact("never.example", hour: null),
            Contact("pinned.example", hour: 0) with { Pinned = true },
            Contact("blocked.example", hour: 9) with { Status = ContactStatus.Blocked });

        Assert.Equal(["pinned.example", "new.example", "old.example", "never.example"], list.QuerySelectorAll(".conversation__name").Select(Rendered.Words));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "1 unread")]
    [InlineData(99, "99 unread")]
    [InlineData(100, "99+ unread")]
    public async Task The_badge_counts_to_ninety_nine(int unread, string? badge) =>
        Assert.Equal(badge, (await Conversations(Contact("bob.example") with { UnreadCount = unread })).QuerySelector(".badge")?.Words());

    [Fact]
    public async Task The_preview_is_one_line_of_the_last_message()
    {
        var contact = Contact("bob.example") with { Name = "Bob <b>", LastMessage = A.Row(1, "two\nlines & <i>", mine: true) };
        var list = await Conversations(contact);

        Assert.Equal("You: two lines & <i>", list.The(".conversation__preview").TextContent);
        Assert.Equal("Bob <b>", list.The(".conversation__name").TextContent);
        Assert.Empty(list.QuerySelectorAll("b, i"));
    }

    [Fact]
    public async Task The_open_conversation_is_marked()
    {
        var model = SidebarModel.From(A.Alice, "Alice", [Contact("bob.example"), Contact("carol.example")], open: A.Bob);
        var list = await Rendered.Of<Conversations, SidebarModel>(model);

        Assert.Equal("/c/https%3A%2F%2Fbob.example", list.The("[aria-current=page]").GetAttribute("href"));
    }

    [Fact]
    public async Task An_update_brings_the_open_peers_name_along()
    {
        var contact = Contact("bob.example") with { Name = "Bob Berg" };
        var update = await Rendered.Of<SidebarUpdate, SidebarModel>(SidebarModel.From(A.Alice, "Alice", [contact], open: A.Bob));

        Assert.Equal("BB Bob Berg bob.example", update.The("#who[data-hx-swap-oob]").Words());
    }

    [Fact]
    public async Task Without_conversations_it_offers_the_first() =>
        Assert.Equal("No conversations yet New conversation", (await Conversations()).The(".sidebar__empty").Words());

    [Theory]
    [InlineData("Ada Lovelace", "AL")]
    [InlineData("ada", "A")]
    [InlineData("Åse-Marie B. Ø", "ÅM")]
    [InlineData("", "BE")]
    [InlineData("🎉 party", "P")]
    [InlineData("مريم", "م")]
    public void Initials_are_two_at_most(string name, string initials) => Assert.Equal(initials, AvatarModel.Of(A.Bob, name).Initials);

    [Fact]
    public void The_colour_hangs_on_the_address_alone()
    {
        Assert.Equal(AvatarModel.Of(A.Bob, "Bob").Colour, AvatarModel.Of(A.Bob, "Robert").Colour);
        var colours = Enumerable.Range(0, 200).Select(n => AvatarModel.Of(PostaUrl.Parse($"https://p{n}.example"), "").Colour);
        Assert.Equal(5, colours.Distinct().Count());
    }

    private static async Task<AngleSharp.Dom.IDocument> Conversations(params Contact[] contacts) =>
        await Rendered.Of<Conversations, SidebarModel>(SidebarModel.From(A.Alice, "Alice", contacts, open: null));

    private static Contact Contact(string url, int? hour = 1) =>
        new() { Url = url, LastMessageAt = hour is null ? "" : $"2026-11-20T{hour:00}:00:00Z" };
}
