using ChatPosta.NewConversation;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.NewConversation;

public sealed class NewConversationTests
{
    [Fact]
    public async Task What_was_typed_stays_beside_the_reason()
    {
        var pane = await Rendered.Of<NewConversationPane, NewConversationModel>(new("http://x", "The address must begin with https://."));

        Assert.Equal("http://x", pane.The("#url").GetAttribute("value"));
        Assert.Equal("true", pane.The("#url").GetAttribute("aria-invalid"));
        Assert.Equal("The address must begin with https://.", pane.The("[role=alert]").TextContent);
    }

    [Fact]
    public async Task Who_is_there_is_shown_before_the_start()
    {
        var pane = await Rendered.Of<NewConversationPane, NewConversationModel>(new("bob.example", Peer: new(A.Bob, "Bob <b>", "Boats")));

        Assert.Equal("Bob <b> bob.example Boats", pane.The(".card__text").Words());
        Assert.Equal("Start", pane.The(".actions a").TextContent);
        Assert.Equal("/c/https%3A%2F%2Fbob.example", pane.The(".actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_cannot_be_reached_can_be_written_to_knowingly()
    {
        var peer = new PeerPreview(A.Bob) { Doubt = "There is no server of this name." };
        var pane = await Rendered.Of<NewConversationPane, NewConversationModel>(new("bob.example", Peer: peer));

        Assert.Equal("There is no server of this name.", pane.The("[role=status]").TextContent);
        Assert.Equal("Start anyway", pane.The(".actions a").TextContent);
    }
}
