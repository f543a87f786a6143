using ChatPosta.Accounts;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;

namespace ChatPosta.Settings;

/// <summary>Reads what is stored about the signed-in user, in both files. Bound to one request.</summary>
internal sealed class StoredData(Session session, AccountDatabase accounts, SessionDatabase sessions, TimeProvider time)
{
    public static async ValueTask<StoredData?> BindAsync(HttpContext context) => await Session.BindAsync(context) is { } session
        ? new(
            session,
            context.RequestServices.GetRequiredService<AccountDatabase>(),
            context.RequestServices.GetRequiredService<SessionDatabase>(),
            context.RequestServices.GetRequiredService<TimeProvider>())
        : null;

    public async Task<DataModel> Read() => new(
        session.User.Identity,
        [
            .. await accounts.Db.Read(db => StoredRowStore.Read(db, "state.db", session.User.Id)),
            .. await sessions.Db.Read(db => StoredRowStore.Read(db, "sessions.db", session.User.Id)),
        ],
        session.SecondsLeft(time));
}
