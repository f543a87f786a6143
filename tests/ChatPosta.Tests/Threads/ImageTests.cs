using AngleSharp.Dom;
using ChatPosta.Media;
using ChatPosta.Tests.Web;
using ChatPosta.Threads;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Threads;

public sealed class ImageTests : IAsyncLifetime
{
    private static readonly LinkPayload Cabin = new("https://pictures.example/cabin.jpg", "image/jpeg", Name: "cabin.jpg", Alt: "The cabin", Width: 4000, Height: 3000);

    private ChatApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await ChatApp.Start();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_picture_comes_through_our_own_address_in_a_box_that_is_known()
    {
        var row = await Row(Cabin);

        var picture = row.The("img.image__picture");
        Assert.StartsWith("/media/", picture.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal(("448", "336", "lazy", "async", "The cabin"), (
            picture.GetAttribute("width"), picture.GetAttribute("height"), picture.GetAttribute("loading"), picture.GetAttribute("decoding"), picture.GetAttribute("alt")));
        var link = row.The("a.image");
        Assert.Equal(("https://pictures.example/cabin.jpg", "_blank", "noopener noreferrer nofollow ugc"), (
            link.GetAttribute("href"), link.GetAttribute("target"), link.GetAttribute("rel")));
    }

    [Theory]
    [InlineData("The cabin", "cabin.jpg", "The cabin")]
    [InlineData("", "cabin.jpg", "cabin.jpg")]
    [InlineData(" ", "", "Image from Bob Berg")]
    public async Task Its_caption_is_alt_or_name_or_sender(string alt, string name, string caption) =>
        Assert.Equal(caption, (await Row(Cabin with { Alt = alt, Name = name })).The("img.image__picture").GetAttribute("alt"));

    [Theory]
    [InlineData(0, 0, "448", "360")]
    [InlineData(100, 50, "100", "50")]
    [InlineData(1, int.MaxValue - 1, "1", "360")]
    [InlineData(int.MaxValue - 1, 1, "448", "1")]
    [InlineData(1000, 3600, "100", "360")]
    public async Task Any_size_fits_into_the_box(int width, int height, string shownWidth, string shownHeight)
    {
        var picture = (await Row(Cabin with { Width = width, Height = height })).The("img.image__picture");

        Assert.Equal((shownWidth, shownHeight), (picture.GetAttribute("width"), picture.GetAttribute("height")));
    }

    [Theory]
    [InlineData("https://pictures.example/cat", "image/svg+xml")]
    [InlineData("https://pictures.example/cat.svg", "")]
    [InlineData("https://pictures.example/cat.html?x=.png", "")]
    [InlineData("https://pictures.example/talk.pdf", "application/pdf")]
    public async Task Anything_else_is_a_link(string url, string type)
    {
        var row = await Row(new LinkPayload(url, type));

        Assert.Empty(row.QuerySelectorAll(".image"));
        row.The("a.linkcard");
    }

    [Fact]
    public async Task A_picture_without_a_type_is_known_by_its_ending() =>
        (await Row(new LinkPayload("https://pictures.example/CAT.PNG?size=1"))).The("img.image__picture");

    [Fact]
    public async Task What_a_stranger_sends_is_named_and_not_fetched()
    {
        var row = await Row(Cabin, isRequest: true);

        Assert.Empty(row.QuerySelectorAll("img"));
        Assert.Contains("The cabin", row.The("a.linkcard").TextContent, StringComparison.Ordinal);
        Assert.Contains("once you have answered", row.The(".image__held").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ones_own_picture_is_shown_also_to_a_stranger() =>
        (await Row(Cabin, isRequest: true, mine: true)).The("img.image__picture");

    private async Task<IDocument> Row(LinkPayload link, bool isRequest = false, bool mine = false)
    {
        var people = A.People with { Pictures = new Pictures(_app.Get<MediaSigner>(), "alice"), IsRequest = isRequest };
        return await Rendered.Of<MessageRow, MessageModel>(MessageModel.From(A.Row(1, "", mine: mine) with { Payload = link.ToJson() }, people));
    }
}
