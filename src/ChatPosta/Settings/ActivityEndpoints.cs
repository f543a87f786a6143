using ChatPosta.Accounts;
using ChatPosta.Sessions;

namespace ChatPosta.Settings;

/// <summary>One's own lines of the audit log, in words.</summary>
internal static class ActivityEndpoints
{
    private const int PageSize = 50;

    public static void MapActivityPage(this IEndpointRouteBuilder app) => app.MapGet("/settings/activity", Show);

    private static async Task<IResult> Show(long? before, Session session, UserStore users, SettingsHtml html)
    {
        // One more than is shown tells whether there is an older page.
        var found = await users.Activity(session.User.Id, before, PageSize + 1);
        var shown = found.Take(PageSize).Select(entry => new ActivityEntry(entry.At, ActivityWords.For(entry), entry.Network)).ToList();
        return await html.Page<ActivityPage, ActivityModel>(new(shown, found.Count > PageSize ? found[PageSize - 1].Id : null));
    }
}
