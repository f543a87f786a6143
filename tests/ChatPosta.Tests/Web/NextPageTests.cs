using ChatPosta.Web;
using FsCheck;
using FsCheck.Fluent;

namespace ChatPosta.Tests.Web;

public sealed class NextPageTests
{
    private static readonly Uri Site = new("https://chat.example");

    [Theory]
    [InlineData("/")]
    [InlineData("/settings/sessions")]
    [InlineData("/c/https:%2F%2Fbob.example")]
    [InlineData("/c/https%3A%2F%2Fbob.example%2Fusers%2Fb%C3%B8b")]
    [InlineData("/c/bob?before=17&x=%2F%2F")]
    [InlineData("/search?q=//evil.example/../login")]
    [InlineData("/logins")]
    [InlineData("/c/login")]
    public void A_page_of_ours_is_where_it_leads(string asked) => Assert.Equal(asked, NextPage.From(asked));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("settings")]
    [InlineData("//x")]
    [InlineData("///x")]
    [InlineData("/\\x")]
    [InlineData("\\/x")]
    [InlineData("\\\\x")]
    [InlineData("/%2f/x")]
    [InlineData("/%2Fx")]
    [InlineData("/%5cx")]
    [InlineData("/%252fx")]
    [InlineData("/\t/x")]
    [InlineData("/\n/x")]
    [InlineData("/%09/x\u0009")]
    [InlineData(" //x")]
    [InlineData("/c/\u0000")]
    [InlineData("/ø")]
    [InlineData("https://x")]
    [InlineData("https:/x")]
    [InlineData("https:x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:,x")]
    [InlineData("/./x")]
    [InlineData("/..//x")]
    [InlineData("/c/%2e%2e/%2e%2e//x")]
    [InlineData("/login")]
    [InlineData("/LOGIN?next=/login")]
    [InlineData("/login/")]
    [InlineData("/log%69n")]
    [InlineData("/logout")]
    [InlineData("/register")]
    [InlineData("/register/passkey/options")]
    public void Everything_else_leads_home(string? asked) => Assert.Equal("/", NextPage.From(asked));

    [Fact]
    public void A_path_of_any_length_is_a_page_up_to_2048_letters()
    {
        Assert.NotEqual("/", NextPage.From("/" + new string('x', 2047)));
        Assert.Equal("/", NextPage.From("/" + new string('x', 2048)));
    }

    [Fact]
    public void Whatever_is_asked_for_it_leads_to_this_site() => Prop.ForAll(
        Paths().ToArbitrary(),
        asked => NextPage.From(asked) is var next
            && next[0] == '/'
            && (next == "/" || next == asked)
            && new Uri(Site, next) is { Host: "chat.example", Scheme: "https", UserInfo: "" } led
            && !led.AbsolutePath.StartsWith("//", StringComparison.Ordinal)
            && NextPage.From(next) == next).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5_000));

    [Theory]
    [InlineData("/", "/login")]
    [InlineData("//x", "/login")]
    [InlineData("/settings/sessions", "/login?next=%2Fsettings%2Fsessions")]
    [InlineData("/c/https:%2F%2Fbob.example?before=1", "/login?next=%2Fc%2Fhttps%3A%252F%252Fbob.example%3Fbefore%3D1")]
    public void The_sign_in_page_is_told_where_to_go_on(string page, string signIn) => Assert.Equal(signIn, NextPage.SignInFor(page));

    /// <summary>Made of what matters in an address, so that they come near to being one.</summary>
    private static Gen<string> Paths() =>
        from pieces in Gen.ListOf(Gen.Elements("/", "\\", "%2f", "%5C", "%25", ".", "..", "x", "@", ":", "?", "#", "\t", "\r", " ", "//", "login", "https:", "evil.example", "é"))
        select "/" + string.Concat(pieces);
}
