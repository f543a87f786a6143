using ChatPosta.Accounts;
using Dapper;

namespace ChatPosta.Composer;

/// <summary>Sealed drafts, one for each conversation of a user.</summary>
internal sealed class DraftStore(AccountDatabase accounts, TimeProvider time)
{
    /// <summary>More conversations than anybody writes in at a time; the oldest draft makes room.</summary>
    public const int Most = 200;

    public Task<byte[]?> Find(string userId, string thread) => accounts.Db.Read(db => db.QuerySingleOrDefault<byte[]>(
        "SELECT sealed_text FROM drafts WHERE user_id = @userId AND thread = @thread", new { userId, thread }));

    public Task Keep(string userId, string thread, byte[] box) => accounts.Db.Write(db => db.Execute(
        """
        INSERT INTO drafts (user_id, thread, sealed_text, changed_at) VALUES (@userId, @thread, @box, @now)
        ON CONFLICT (user_id, thread) DO UPDATE SET sealed_text = @box, changed_at = @now;
        DELETE FROM drafts WHERE user_id = @userId AND thread NOT IN
            (SELECT thread FROM drafts WHERE user_id = @userId ORDER BY changed_at DESC, thread LIMIT @Most);
        """,
        new { userId, thread, box, now = SqlTime.Text(time.GetUtcNow()), Most }));

    public Task Remove(string userId, string thread) => accounts.Db.Write(db => db.Execute(
        "DELETE FROM drafts WHERE user_id = @userId AND thread = @thread", new { userId, thread }));
}
