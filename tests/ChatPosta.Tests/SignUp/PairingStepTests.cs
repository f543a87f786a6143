using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;

namespace ChatPosta.Tests.SignUp;

public sealed class PairingStepTests
{
    private const string Token = PostaServer.Token;

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("https://alice.example")]
    [InlineData("posta+v1://alice.example")]
    [InlineData("posta+v1://alice.example#token=short")]
    [InlineData("posta+v1://alice.example/path#token=" + Token)]
    [InlineData("posta+v1://user@alice.example#token=" + Token)]
    [InlineData("posta+v1://127.0.0.1#token=" + Token)]
    [InlineData("posta+v1://2130706433#token=" + Token)]
    [InlineData("posta+v1://alice.example#token=" + Token + "&x=1")]
    public async Task A_malformed_link_is_explained_on_the_page_and_the_step_stays(string pasted)
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();

        var answer = await newcomer.Pair(pasted);

        Assert.Equal(422, answer.Status);
        Assert.StartsWith("That isn't a pairing link: ", answer.ErrorOnPage, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, answer.Body, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
        Assert.Equal(303, (await newcomer.Pair()).Status);
    }

    [Fact]
    public async Task A_refused_token_is_named()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();

        var answer = await newcomer.Pair(new PairingUri(server.Identity.Authority, "mst_" + new string('A', 43)).ToString());

        Assert.Equal(422, answer.Status);
        Assert.StartsWith("Your posta-server refused this token.", answer.ErrorOnPage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_named()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();

        var answer = await newcomer.Pair($"posta+v1://alice.localhost:1#token={Token}");

        Assert.StartsWith("Couldn't reach your posta-server.", answer.ErrorOnPage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"url":"https://elsewhere.example"}""")]
    [InlineData(301, "")]
    [InlineData(404, "")]
    [InlineData(429, "")]
    [InlineData(500, "")]
    public async Task A_server_that_answers_otherwise_is_not_linked(int status, string body)
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();
        server.Say(status, body);

        var answer = await newcomer.Pair();

        Assert.Equal(422, answer.Status);
        Assert.NotEqual("", answer.ErrorOnPage);
    }

    [Fact]
    public async Task The_identity_is_shown_before_it_is_linked()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();
        await newcomer.Pair();

        var page = await newcomer.Browser.Open("/register");

        Assert.Contains("data-state=\"confirm\"", page.Body, StringComparison.Ordinal);
        Assert.Contains(server.Identity.Display, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_link_after_the_confirmation_is_to_be_confirmed_again()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ReachPasskey();

        await newcomer.Pair();

        Assert.Contains("data-state=\"confirm\"", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
        Assert.Equal(410, (await newcomer.Options()).Status);
    }

    [Fact]
    public async Task Going_back_asks_for_another_link()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ReachPasskey();

        await newcomer.Browser.Submit("/register/back");

        Assert.Contains("data-state=\"pairing\"", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/register/pairing")]
    [InlineData("/register/back")]
    [InlineData("/register/confirm")]
    public async Task A_step_whose_sign_up_is_forgotten_asks_for_the_link_again(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Submit(path, ("pairing", "posta+v1://"));

        Assert.Equal(410, answer.Status);
        Assert.Contains("Open your invite link again", Rendered.Parse(answer.Body).The("main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_can_be_confirmed_before_it_is_linked()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var newcomer = await Newcomer.Invited(app, server);
        await newcomer.ShowInvite();

        await newcomer.Confirm();

        Assert.Contains("data-state=\"pairing\"", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
    }
}
