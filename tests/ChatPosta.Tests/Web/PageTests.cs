using AngleSharp.Dom;
using ChatPosta.Composer;
using ChatPosta.Keyboard;
using ChatPosta.Keys;
using ChatPosta.Languages;
using ChatPosta.NewConversation;
using ChatPosta.Passkeys;
using ChatPosta.Requests;
using ChatPosta.Search;
using ChatPosta.Settings;
using ChatPosta.Share;
using ChatPosta.Sidebar;
using ChatPosta.SignIn;
using ChatPosta.SignUp;
using ChatPosta.Tests.Threads;
using ChatPosta.Threads;
using ChatPosta.Web;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Web;

/// <summary>Rules that every page keeps, so that the strict content policy, scripts off and screen readers all work.</summary>
public sealed class PageTests
{
    private static readonly SidebarModel Sidebar = SidebarModel.From(A.Alice, "Alice", [new Contact { Url = "bob.example", UnreadCount = 2 }], A.Bob);

    private static readonly SidebarModel Strangers = SidebarModel.From(
        A.Alice, "Alice", [new Contact { Url = "bob.example", Status = ContactStatus.Request }, new Contact { Url = "carol.example", Status = ContactStatus.Blocked }], A.Bob);

    private static readonly WeakPasskeyModel Weak = new(PasskeyWeakness.GivesNoKey, "AAAA", "localhost", "Chrome on Mac");

    private static readonly UnlockCodeSheetModel Sheet = new("0123-4567-89AB", "alice.example at localhost");

    private static readonly PasskeyModel Passkey = new("AAAA", "Phone", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Opens your account", "synced", "");

    private static readonly PasskeysModel Passkeys = new([Passkey with { IsThis = true }, Passkey with { Id = "BBBB" }], new(DateTimeOffset.UnixEpoch, null, true));

    private static readonly Dictionary<string, Func<Task<IDocument>>> Pages = new()
    {
        ["home"] = () => Rendered.Of<HomePage, SidebarModel>(Sidebar),
        ["thread"] = () => Rendered.Of<ThreadPage, ThreadPageModel>(new(Sidebar, Thread)),
        ["new"] = () => Rendered.Of<NewConversationPage, NewConversationPageModel>(new(Sidebar, new("bob", Peer: new(A.Bob, "Bob")))),
        ["requests"] = () => Rendered.Of<RequestsPage, SidebarModel>(Strangers),
        ["no requests"] = () => Rendered.Of<RequestsPage, SidebarModel>(Sidebar),
        ["request"] = () => Rendered.Of<ThreadPage, ThreadPageModel>(new(Strangers, Thread with { IsRequest = true })),
        ["blocked"] = () => Rendered.Of<ThreadPage, ThreadPageModel>(new(Sidebar, Thread with { IsBlocked = true })),
        ["menu"] = () => Rendered.Of<ThreadPage, ThreadPageModel>(new(Sidebar, Thread with { Menu = new(A.Bob, Pinned: true, Muted: false, IsOpen: true) })),
        ["search"] = () => Rendered.Of<SearchPage, SearchPageModel>(new(Sidebar, new())),
        ["found"] = () => Rendered.Of<SearchPage, SearchPageModel>(new(Sidebar, new("x") { Hits = [HitModel.From(A.Row(1, "x y"), A.People, ["x"])], OlderThan = 1, IsPast = true })),
        ["not found"] = () => Rendered.Of<SearchPage, SearchPageModel>(new(Sidebar, new("x", "No."))),
        ["found in a thread"] = () => Rendered.Of<ThreadPage, ThreadPageModel>(new(Sidebar, Thread with { Rows = Thread.Rows.WithFound(2) with { IsPast = true } })),
        ["login"] = () => Rendered.Of<LoginPage, LoginModel>(new("/", "It did not work.")),
        ["unlock"] = () => Rendered.Of<UnlockPage, UnlockModel>(new("/", "No.", "ABCD")),
        ["opening"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Opening()),
        ["timed out"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.TimedOut()),
        ["invalid"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.InvalidInvite()),
        ["pairing"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Pairing("No.")),
        ["confirm"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Confirm(A.Bob, "Bob", "Boats")),
        ["passkey"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Passkey(A.Bob, "Bob")),
        ["weak"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Weak(Weak)),
        ["code"] = () => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Code(Sheet, Weak)),
        ["passkeys"] = () => Rendered.Of<PasskeysPage, PasskeysModel>(Passkeys with { Notice = "Done.", Error = "Not done." }),
        ["passkeys, one"] = () => Rendered.Of<PasskeysPage, PasskeysModel>(new([Passkey with { WhyKept = "It is the only one." }], null)),
        ["passkey to add"] = () => Rendered.Of<AddPasskeyPage, AddPasskeyModel>(new(null, false)),
        ["weak passkey to add"] = () => Rendered.Of<AddPasskeyPage, AddPasskeyModel>(new(Weak, true)),
        ["unlock code"] = () => Rendered.Of<UnlockCodePage, UnlockCodeSheetModel>(Sheet),
        ["language"] = () => Rendered.Of<LanguagePage, LanguageModel>(new(Language.Norwegian)),
        ["keyboard"] = () => Rendered.Of<KeyboardPage, IReadOnlyList<KeyCommand>>(KeyCommand.All),
        ["share"] = () => Rendered.Of<SharePage, SharePageModel>(new(Sidebar, new("see https://a.example", Sidebar.Conversations, "No."))),
        ["share, with nobody"] = () => Rendered.Of<SharePage, SharePageModel>(new(Sidebar, new("", []))),
        ["problem"] = () => Rendered.Of<ProblemPage, ProblemModel>(new("No", "It did not work.")),
    };

    internal static Task<IDocument> Render(string page) => Pages[page]();

    public static TheoryData<string> Names => [.. Pages.Keys];

    private static ThreadModel Thread => new(
        A.People.Them,
        A.Thread(A.Row(1, "see https://a.example"), A.Row(2, "x", mine: true) with { State = MessageState.FailedPermanent, LastErrorCode = "timeout" }),
        ComposerModel.Fresh(A.Bob));

    [Theory, MemberData(nameof(Names))]
    public async Task Nothing_is_inline(string page)
    {
        var document = await Pages[page]();

        Assert.Empty(document.QuerySelectorAll("style, script:not([src]), [style]"));
        Assert.DoesNotContain(Attributes(document), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Everything_comes_from_here(string page)
    {
        var document = await Pages[page]();

        Assert.Equal(WebManifest.Path, document.The("link[rel=manifest]").GetAttribute("href"));
        Assert.All(document.QuerySelectorAll("script, link:not([rel=manifest])"), element =>
            Assert.StartsWith("/assets/", element.GetAttribute("src") ?? element.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_form_works_without_scripts(string page) =>
        Assert.All((await Pages[page]()).QuerySelectorAll("form"), form =>
        {
            Assert.StartsWith("/", form.GetAttribute("action"), StringComparison.Ordinal);
            // A search asks and changes nothing: its address can be kept.
            Assert.Equal(form.GetAttribute("role") == "search" ? "get" : "post", form.GetAttribute("method"));
        });

    /// <summary>A trigger filter fails open when evaluation is off: the request would fire unconditionally (security.md §3.1).</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task No_htmx_attribute_evaluates_anything(string page)
    {
        var htmx = Attributes(await Pages[page]()).Where(attribute => attribute.Name.Contains("hx-", StringComparison.Ordinal)).ToArray();

        Assert.All(htmx, attribute => Assert.StartsWith("data-hx-", attribute.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(htmx, attribute => attribute.Name is "data-hx-on" or "data-hx-vals" or "data-hx-vars");
        Assert.DoesNotContain(htmx, attribute => attribute.Name == "data-hx-trigger" && attribute.Value.Contains('[', StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task It_has_one_main_heading_one_main_part_and_a_title(string page)
    {
        var document = await Pages[page]();

        document.The("h1");
        document.The("main");
        Assert.NotEmpty(document.Title ?? "");
        var ids = document.QuerySelectorAll("[id]").Select(element => element.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_control_has_a_name(string page)
    {
        var document = await Pages[page]();

        Assert.All(document.QuerySelectorAll("button:not([hidden]), a"), control => Assert.NotEmpty(control.Words()));
        Assert.All(document.QuerySelectorAll("input:not([type=hidden]), textarea"), field =>
            Assert.NotEmpty(document.The($"label[for={field.Id}]").Words()));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_picture_has_an_address_and_a_role_is_said_by_an_element(string page)
    {
        var document = await Pages[page]();

        Assert.All(document.QuerySelectorAll("img"), picture => Assert.NotEmpty(picture.GetAttribute("src") ?? ""));
        Assert.Empty(document.QuerySelectorAll("div[role=region], div[role=main], div[role=navigation]"));
    }

    private static IEnumerable<IAttr> Attributes(IDocument document) => document.All.SelectMany(element => element.Attributes);
}
