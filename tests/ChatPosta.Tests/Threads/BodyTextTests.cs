using System.Text;
using AngleSharp.Dom;
using ChatPosta.Tests.Web;
using ChatPosta.Threads;
using FsCheck;
using FsCheck.Fluent;

namespace ChatPosta.Tests.Threads;

public sealed class BodyTextTests
{
    private static readonly string[] Hostile =
    [
        "https://", "http://", "HTTPS://", "javascript:", "data:text/html,", "a.example", "xn--", "аррӏе.example", "@", ":443", "/", "//", "?", "#",
        "<script>", "</div>", "<a href=x>", "<!--", "&amp;", "&#60;", "&", "\"", "'", "`", "(", ")", "[", "]", ".", ",", " ", "\n", "\r\n", "\r", "\t",
        "\0", "\u0085", "\u202E", "\u2066", "\u200F", "\uD800", "\uDC00", "\uFFFE", "😄", "é", "e\u0301", "100%", "%00", "%2e", "[::1]", "\\",
    ];

    private static Arbitrary<string> Bodies { get; } = Gen.OneOf(
            Gen.Elements(Hostile).ListOf().Select(string.Concat),
            ArbMap.Default.GeneratorFor<string>().Where(text => text is not null))
        .ToArbitrary();

    [Fact]
    public void No_text_becomes_anything_but_text_and_safe_links() =>
        Prop.ForAll(Bodies, body =>
        {
            var html = Markup(body);
            Assert.All(html.QuerySelectorAll("*"), AssertIsLinkOrItsHost);
            foreach (var host in html.QuerySelectorAll(".host")) host.Remove();
            Assert.Equal(AsBrowsersReadIt(BodyText.Plain(body)), html.TextContent);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData("see https://a.example/x, please", "https://a.example/x")]
    [InlineData("(https://a.example/b_(c))", "https://a.example/b_(c)")]
    [InlineData("https://a.example/?q=<b>", "https://a.example/?q=")]
    [InlineData("HTTP://A.example", "http://a.example/")]
    [InlineData("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4")]
    public void An_address_becomes_a_link_and_the_sentence_around_it_does_not(string body, string href) =>
        Assert.Equal(href, Markup(body).The("a").GetAttribute("href"));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    [InlineData("nothttps://a.example")]
    public void Nothing_else_becomes_a_link(string body) => Assert.Empty(Markup(body).QuerySelectorAll("a"));

    [Theory]
    [InlineData("https://bank.example@evil.example/", "(evil.example)")]
    [InlineData("https://bank.example:x@evil.example/", "(evil.example)")]
    [InlineData("https://аррӏе.example/", "(xn--80ak6aa92e.example)")]
    public void A_link_that_seems_to_lead_elsewhere_shows_its_real_host(string body, string host)
    {
        var html = Markup(body);
        Assert.Equal(host, html.The(".host").Words());
        Assert.DoesNotContain("@", html.The("a").GetAttribute("href"));
    }

    [Fact]
    public void A_plain_link_shows_its_host_once() => Assert.Empty(Markup("https://a.example:8443/x").QuerySelectorAll(".host"));

    [Fact]
    public void Reordering_and_control_characters_are_taken_out() =>
        Assert.Equal("exe.txt\nx", BodyText.Plain("\u202Eexe.\u2066txt\r\nx\0\u0085"));

    private static IElement Markup(string body) => Rendered.Parse($"<div>{BodyText.Html(body)}</div>").The("body > div");

    private static void AssertIsLinkOrItsHost(IElement element)
    {
        if (element.LocalName == "span")
        {
            Assert.Equal("host", element.ClassName);
            return;
        }

        Assert.Equal("a", element.LocalName);
        Assert.Equal(["href", "rel", "target"], element.Attributes.Select(attribute => attribute.Name).Order());
        Assert.Matches("^https?://[^/@]+/", element.GetAttribute("href"));
        Assert.Equal("noopener noreferrer nofollow ugc", element.GetAttribute("rel"));
    }

    /// <summary>Half a surrogate pair cannot be encoded, so it reads as a replacement character.</summary>
    private static string AsBrowsersReadIt(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
