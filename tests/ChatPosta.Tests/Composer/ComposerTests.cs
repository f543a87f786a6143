using ChatPosta.Composer;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Composer;

public sealed class ComposerTests
{
    [Fact]
    public async Task It_is_a_plain_form_with_a_field_named_Message()
    {
        var form = (await Rendered.Of<ChatPosta.Composer.Composer, ComposerModel>(ComposerModel.Fresh(A.Bob))).The("#composer");

        Assert.Equal("/c/https%3A%2F%2Fbob.example/messages", form.GetAttribute("action"));
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("Message", form.The("label[for=message]").TextContent);
        Assert.Empty(form.QuerySelectorAll("[disabled]"));
    }

    [Fact]
    public void Every_rendering_has_a_key_of_its_own() =>
        Assert.NotEqual(ComposerModel.Fresh(A.Bob).Key, ComposerModel.Fresh(A.Bob).Key);

    [Theory]
    [InlineData("\nfirst line empty")]
    [InlineData("</textarea><script>")]
    public async Task A_refused_text_comes_back_unchanged_with_its_key(string text)
    {
        var refused = new ComposerModel(A.Bob, "key-1", text, "Couldn't reach your posta-server.");
        var form = (await Rendered.Of<ChatPosta.Composer.Composer, ComposerModel>(refused)).The("#composer");

        Assert.Equal(text, form.The("textarea").TextContent);
        Assert.Equal("key-1", form.The("input[name=key]").GetAttribute("value"));
        Assert.Equal("Couldn't reach your posta-server.", form.The("[role=alert]").TextContent);
    }

    [Fact]
    public async Task The_answer_to_a_send_brings_the_rows_along()
    {
        var sent = await Rendered.Of<Sent, SentModel>(new(ComposerModel.Fresh(A.Bob), A.Thread(A.Row(1, "x", mine: true))));

        Assert.Equal("rows:#rows", sent.The("#rows").GetAttribute("data-hx-swap-oob"));
        Assert.Empty(sent.The("[role=alert]").TextContent);
    }
}
