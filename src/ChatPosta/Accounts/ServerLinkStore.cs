using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

internal sealed class ServerLinkStore(AccountDatabase accounts, TimeProvider time)
{
    public Task<LinkState> State(string userId) => accounts.Db.Read(db =>
    {
        var (linked, refused) = db.QuerySingle<(string, string?)>("SELECT linked_at, refused_at FROM server_links WHERE user_id = @userId", new { userId });
        return new LinkState(SqlTime.Read(linked), SqlTime.ReadOrNull(refused));
    });

    /// <summary>Puts a new token in the place of the one that the posta-server refused, or that its owner wants to be rid of.</summary>
    public Task LinkAgain(string userId, ServerLink link, string network) => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        Replace(db, userId, link, now);
        AuditStore.Append(db, now, userId, AuditStore.LinkedAgain, network: network);
    });

    /// <summary>Within the caller's transaction.</summary>
    public static void Replace(SqliteConnection db, string userId, ServerLink link, DateTimeOffset now) => db.Execute(
        "UPDATE server_links SET id = @Id, sealed_token = @SealedToken, linked_at = @at, refused_at = NULL WHERE user_id = @userId",
        new { userId, link.Id, link.SealedToken, at = SqlTime.Text(now) });
}

/// <summary>Since when a user's posta-server is linked, and since when it refuses the token.</summary>
internal sealed record LinkState(DateTimeOffset LinkedAt, DateTimeOffset? RefusedAt);
