using AngleSharp.Dom;
using ChatPosta.Composer;
using ChatPosta.Details;
using ChatPosta.Media;
using ChatPosta.NewConversation;
using ChatPosta.Queue;
using ChatPosta.Requests;
using ChatPosta.Search;
using ChatPosta.Settings;
using ChatPosta.Share;
using ChatPosta.Sidebar;
using ChatPosta.SignIn;
using ChatPosta.SignUp;
using ChatPosta.Tests.Threads;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using FsCheck;
using FsCheck.Fluent;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Testing;

namespace ChatPosta.Tests.Web;

/// <summary>
/// Every place of every page where somebody else's words stand, given words that want to be more. A browser must find
/// exactly the elements and attributes that it finds for harmless words; only links may differ, and those are looked at.
/// </summary>
public sealed class HostileTextTests
{
    private const string Harmless = "x";

    private static readonly Pictures Pictures = new(new MediaSigner(Pepper()), "alice");

    private static readonly Dictionary<string, Func<string, Task<IDocument>>> Places = new()
    {
        ["the body of a message"] = text => Thread(A.Row(1, text)),
        ["the body of one's own message"] = text => Thread(A.Row(1, text, mine: true)),
        ["a name in the list and its preview"] = text => Rendered.Of<ChatPosta.Sidebar.Sidebar, SidebarModel>(List(text)),
        ["the name of the thread"] = text => Thread(text, A.Row(1, Harmless)),
        ["the name of a link"] = text => Thread(Link(new("https://a.example/x", Name: text))),
        ["the alt of a link"] = text => Thread(Link(new("https://a.example/x", Alt: text))),
        ["the type of a link"] = text => Thread(Link(new("https://a.example/x", MediaType: $"x{text}"))),
        ["the path of a link"] = text => Thread(Link(new($"https://a.example/{text}"))),
        ["the alt of a picture"] = text => Thread(Link(new("https://a.example/x.png", "image/png", Alt: $"x{text}"))),
        ["the name of a picture"] = text => Thread(Link(new("https://a.example/x.png", "image/png", Name: $"x{text}"))),
        ["the address of a picture"] = text => Thread(Link(new($"https://a.example/{Uri.EscapeDataString(text.Replace("\uD83D", "", StringComparison.Ordinal))}x.png", "image/png"))),
        ["the kind of a payload"] = text => Thread(A.Row(1, Harmless) with { Payload = Json($$"""{"kind":{{Text($"y{text}")}}}""") }),
        ["the action of a room"] = text => Thread(A.Row(1, Harmless) with { Payload = Json($$"""{"kind":"posta.room/v1","action":{{Text($"y{text}")}}}""") }),
        ["a quoted message"] = text => Thread(A.Row(1, text), A.Row(2, Harmless) with { InReplyTo = "id-1" }),
        ["the code of a failure"] = text => Thread(Failed(text)),
        ["the state of a message"] = text => Thread(A.Row(1, Harmless, mine: true) with { State = $"y{text}" }),
        ["the time of a message"] = text => Thread(A.Row(1, Harmless) with { ReceivedAt = $"y{text}" }),
        ["the picture of a person"] = text => Rendered.Of<Avatar, AvatarModel>(AvatarModel.Of(A.Bob, Harmless, Pictures.Avatar($"https://a.example/{text.Length}{(text == Harmless ? "" : "x")}"))),
        ["the initials of a person"] = text => Rendered.Of<Avatar, AvatarModel>(AvatarModel.Of(A.Bob, text)),
        ["what was written and refused"] = text => Rendered.Of<NotSentPage, ComposerModel>(new(A.Bob, Guid.Empty.ToString(), text, text)),
        ["what stands in the composer"] = text => Rendered.Of<ChatPosta.Composer.Composer, ComposerModel>(new(A.Bob, Guid.Empty.ToString(), text, text)),
        ["what waits to be sent"] = text => Rendered.Of<QueuePage, QueueModel>(QueueModel.Of(null, [Queued(text)]) with { Problem = $"y{text}" }),
        ["what waits in a conversation"] = text => Rendered.Of<QueueList, QueueModel>(QueueModel.Of(A.Bob, [Queued(text)]) with { Missed = $"y{text}" }),
        ["what was typed as an address"] = text => Rendered.Of<NewConversationPane, NewConversationModel>(new($"y{text}", $"y{text}")),
        ["a request and its preview"] = text => Rendered.Of<RequestsPane, SidebarModel>(List(text, ContactStatus.Request)),
        ["somebody who is blocked"] = text => Rendered.Of<RequestsPane, SidebarModel>(List(text, ContactStatus.Blocked)),
        ["whom to decide about"] = text => Rendered.Of<RequestAnswer, RequestModel>(new(A.Bob, $"y{text}")),
        ["whom one has blocked"] = text => Rendered.Of<BlockedAnswer, RequestModel>(new(A.Bob, $"y{text}")),
        ["a message and its details"] = text => Details(A.Row(1, text), text),
        ["one's own message and its details"] = text => Details(A.Row(1, text, mine: true) with { State = MessageState.FailedPermanent, LastErrorCode = $"y{text}" }, text),
        ["what was looked for"] = text => Rendered.Of<SearchPane, SearchModel>(new($"y{text}", $"y{text}")),
        ["what was looked for and found"] = text => Found(text, A.Row(1, Harmless)),
        ["a message that was found"] = text => Found("lynx", A.Row(1, $"lynx {text}")),
        ["a picture that was found"] = text => Found("lynx", Link(new("https://a.example/x.png", "image/png", $"x{text}", $"lynx x{text}"))),
        ["who wrote what was found"] = text => Rendered.Of<SearchPane, SearchModel>(new("y") { Hits = [HitModel.From(A.Row(1, Harmless), People.Of(A.Alice, A.Bob, $"y{text}"), []) with { Writer = $"y{text}" }] }),
        ["a peer that was looked up"] = text => Rendered.Of<NewConversationPane, NewConversationModel>(new("y", "", new(A.Bob, $"y{text}", $"y{text}", text) { Doubt = $"y{text}" })),
        ["the identity to confirm"] = text => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Confirm(A.Bob, $"y{text}", $"y{text}")),
        ["the identity at the passkey"] = text => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Passkey(A.Bob, $"y{text}")),
        ["an error of pairing"] = text => Rendered.Of<RegisterPage, RegisterModel>(new RegisterModel.Pairing($"y{text}")),
        ["an error of sign-in"] = text => Rendered.Of<LoginPage, LoginModel>(new($"y{text}")),
        ["the name of a passkey"] = text => Rendered.Of<PasskeysPage, PasskeysModel>(new([new("id", $"y{text}", default, null, "opens", $"y{text}", "")], null)),
        ["an error of passkeys"] = text => Rendered.Of<PasskeysPage, PasskeysModel>(new([], null) { Error = $"y{text}", Notice = $"y{text}" }),
        ["where somebody is signed in"] = text => Rendered.Of<SessionsPage, SessionsModel>(new([new("id", $"y{text}", $"y{text}", default, default, $"y{text}", 1, IsThis: false)], 0)),
        ["what happened to an account"] = text => Rendered.Of<ActivityPage, ActivityModel>(new([new(default, $"y{text}", $"y{text}")], null)),
        ["what is stored about somebody"] = text => Rendered.Of<DataPage, DataModel>(new(A.Alice, [new("users", "state.db", ["name"], [[new($"y{text}", IsShown: true)]], 1)], 0, $"y{text}")),
        ["an error of the linked server"] = text => Rendered.Of<ServerPage, ServerModel>(new(A.Alice, default, null, 0, $"y{text}")),
        ["one's own profile"] = text => Rendered.Of<ProfilePage, ProfileModel>(new(A.Alice, new("alice.example", $"y{text}", $"y{text}")) { Problem = $"y{text}", PictureProblem = $"y{text}", Done = $"y{text}" }),
        ["a message in the export"] = text => Rendered.Of<ExportedMessages, ExportedModel>(new(People.Of(A.Alice, A.Bob, $"y{text}"), [A.Row(1, text)])),
        ["what another app has shared"] = text => Rendered.Of<SharePane, ShareModel>(new(text, [], $"y{text}")),
        ["somebody to share with"] = text => Rendered.Of<SharePane, ShareModel>(new(Harmless, List(text).Conversations)),
        ["a problem"] = text => Rendered.Of<ProblemPage, ProblemModel>(new($"y{text}", text)),
        ["a problem of the server"] = text => Rendered.Of<ProblemPage, ProblemModel>(Problems.Of(new UpstreamError(UpstreamFailure.Rejected, 400, $"y{text}"))),
    };

    public static TheoryData<string> Names => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Words_stay_words(string place)
    {
        var expected = Skeleton(await Places[place](Harmless));
        foreach (var text in HostileText.All) Check(place, text, expected, await Places[place](text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Words_of_chance_stay_words(string place)
    {
        var expected = Skeleton(await Places[place](Harmless));
        foreach (var text in HostileText.Fuzz(seed: 4).Take(100)) Check(place, text, expected, await Places[place](text));
    }

    [Fact]
    public void No_body_at_all_makes_another_element_than_a_link() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var html = Rendered.Parse($"<div>{BodyText.Html(text ?? "")}</div>");
            CheckLinks("a body", text ?? "", html);
            Assert.Empty(html.QuerySelectorAll("div *:not(a, span.host)"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void The_corpus_would_be_found_where_it_is_not_encoded()
    {
        var found = HostileText.All.Count(text => Rendered.Parse($"<div>{text}</div>").QuerySelectorAll("div *").Length > 0);

        Assert.True(HostileText.All.Count > 400 && found > 200, $"{found} of {HostileText.All.Count} make elements when they are written as they are.");
    }

    private static QueuedMessage Queued(string text) =>
        new(1, "key", new(A.Bob, $"y{text}", null), SendState.Refused, $"y{text}", default);

    private static void Check(string place, string text, IReadOnlyList<string> expected, IDocument page)
    {
        CheckLinks(place, text, page);
        var found = Skeleton(page);
        Assert.True(expected.SequenceEqual(found), $"{place}, for {text}: {string.Join(' ', found.Except(expected))} and without {string.Join(' ', expected.Except(found))}");
    }

    private static void CheckLinks(string place, string text, IDocument page)
    {
        foreach (var attribute in page.All.SelectMany(element => element.Attributes))
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{place}, for {text}: {attribute.Name}");
            if (attribute.Name is "href" or "src" or "action" or "formaction" or "data-hx-get" or "data-hx-post") Assert.True(Leads(attribute.Value), $"{place}, for {text}: {attribute.Value}");
        }

        Assert.All(page.QuerySelectorAll("a[target]"), link => Assert.Equal("noopener noreferrer nofollow ugc", link.GetAttribute("rel")));
    }

    /// <summary>To a page of ours, a place in this one, or a website.</summary>
    private static bool Leads(string address) =>
        (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal))
        || address.StartsWith('#')
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0);

    /// <summary>Each element with the names of its attributes and what its classes are, without the links that a text may have and the pictures that an address may be.</summary>
    private static List<string> Skeleton(IDocument page) =>
        [.. page.All.Where(element => !IsTextLink(element) && !element.Matches("img.avatar__picture[src^='/media/']")).Select(element => $"<{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name).Order())}>.{Shape(element)}")];

    private static bool IsTextLink(IElement element) => element.Closest(".body, .text") is not null && (element.ClassName == "host" || (element.LocalName == "a" && string.IsNullOrEmpty(element.ClassName)));

    /// <summary>How it looks hangs on what is shown; a large emoji and a picture that could not be one are allowed to.</summary>
    private static string Shape(IElement element) => (element.ClassName ?? "").Replace(" bubble--emoji", "", StringComparison.Ordinal);

    private static Task<IDocument> Found(string typed, Message row)
    {
        var hit = HitModel.From(row, A.People with { Pictures = Pictures }, SearchWords.Of("lynx"));
        return Rendered.Of<SearchPane, SearchModel>(new(typed) { Hits = [hit], OlderThan = 1, IsPast = true });
    }

    private static Task<IDocument> Details(Message row, string text)
    {
        var told = row with { Id = $"y{text}", KeyId = $"y{text}", InReplyTo = $"y{text}" };
        return Rendered.Of<DetailsPane, DetailsModel>(new(A.Model(told), told, new(told, Envelope: "e30=", Signature: $"y{text}"))
        {
            Verdict = new(Finding.NoKey, $"y{text}"),
            InnerVerdict = new(Finding.NoKey, $"y{text}"),
        });
    }

    private static Task<IDocument> Thread(params Message[] rows) => Thread("Bob", rows);

    private static Task<IDocument> Thread(string name, params Message[] rows)
    {
        var people = People.Of(A.Alice, A.Bob, name) with { Pictures = Pictures };
        var shown = RowsModel.From(Window.Of([.. rows.Reverse()], next: null), people);
        return Rendered.Of<ThreadPane, ThreadModel>(new ThreadModel(people.Them, shown, new(A.Bob, Guid.Empty.ToString())));
    }

    private static SidebarModel List(string text, string status = ContactStatus.Contact) => SidebarModel.From(
        A.Alice, $"y{text}", [new Contact { Url = "bob.example", Status = status, Name = $"y{text}", Avatar = text, UnreadCount = 2, LastMessage = A.Row(1, $"y{text}"), LastMessageAt = text }], A.Bob, Pictures);

    private static Message Link(LinkPayload link) => A.Row(1, Harmless) with { Payload = link.ToJson() };

    private static Message Failed(string code) =>
        A.Row(1, Harmless, mine: true) with { State = MessageState.FailedPendingUser, LastErrorCode = $"y{code}", NextAttemptAt = "2026-01-02T03:04:05Z" };

    private static RawJson Json(string json) => RawJson.Verbatim(System.Text.Encoding.UTF8.GetBytes(json));

    private static string Text(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static ChatPosta.Keys.Pepper Pepper() => ChatPosta.Keys.Pepper.ReadOrCreate(Path.Combine(Directory.CreateTempSubdirectory("pepper-").FullName, "pepper"));
}
