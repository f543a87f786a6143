using System.Text;
using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Sidebar;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Search;

/// <summary>Asks the user's server and shapes what it found. Bound to one request.</summary>
internal sealed class SearchReader(Session session, PostaClient upstream, Pictures pictures, SidebarReader sidebar)
{
    private const int Shown = 30;

    /// <summary>Servers take no more (C-10).</summary>
    private const int MaxBytes = 256;

    public static async ValueTask<SearchReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
        && await SidebarReader.BindAsync(context) is { } sidebar
            ? new SearchReader(session, upstream, pictures, sidebar)
            : null;

    /// <summary>What was found before a given row, or the newest. Without anything to look for, the field alone.</summary>
    public async Task<SearchPageModel> Page(SearchModel asked, long? before, CancellationToken ct)
    {
        var own = sidebar.OwnPicture(ct);
        var reading = upstream.Contacts(ct);
        var asking = asked.Typed.Length == 0 || asked.Problem.Length > 0 ? Task.FromResult(new Answer([], asked.Problem)) : Ask(asked.Typed, before, ct);
        await Task.WhenAll(reading, asking);
        var (contacts, answer) = (await reading, await asking);
        var isAsked = asked.Typed.Length > 0 && answer.Problem.Length == 0;
        var search = isAsked ? Found(asked, answer.Rows, contacts) with { IsPast = before is not null } : asked with { Problem = answer.Problem };
        return new(sidebar.Of(contacts, open: null) with { Picture = await own }, search);
    }

    private async Task<Answer> Ask(string typed, long? before, CancellationToken ct)
    {
        if (Encoding.UTF8.GetByteCount(typed) > MaxBytes) return new([], T("That is too long to search for. Try with fewer words."));

        try
        {
            return new(await upstream.Search(typed, before, Shown + 1, ct), "");
        }
        catch (UpstreamException exception) when (exception.Error.Failure == UpstreamFailure.Rejected)
        {
            return new([], Explain(exception.Error));
        }
    }

    private SearchModel Found(SearchModel asked, IReadOnlyList<Message> rows, IReadOnlyList<Contact> contacts)
    {
        var known = new Acquaintances(session.User.Identity, contacts, pictures);
        var words = SearchWords.Of(asked.Typed);
        return asked with
        {
            Hits = [.. rows.Take(Shown).Select(row => Hit(row, known, words)).OfType<HitModel>()],
            OlderThan = rows.Count > Shown ? rows[Shown - 1].RowId : null,
        };
    }

    /// <summary>Nothing for a message whose peer no link could lead to.</summary>
    private static HitModel? Hit(Message row, Acquaintances known, IReadOnlyList<string> words) =>
        PostaUrl.TryParseInput(row.Peer, out var peer, out _) && RowId.IsPossible(row.RowId) ? HitModel.From(row, known.With(peer), words) : null;

    private static string Explain(UpstreamError error) => error.Code == ErrorCode.BadParameter
        ? T("Your server cannot read this search. Write from: with an address or me, before: and after: with a day like 2026-11-22, has: with image, each of them once, and something to look for.")
        : error.Explain();

    private sealed record Answer(IReadOnlyList<Message> Rows, string Problem);
}
