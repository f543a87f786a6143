using ChatPosta.Sessions;

namespace ChatPosta.Accounts;

/// <summary>Deletes an account so that no file beside the program names its user any more. The posta-server is not asked.</summary>
internal sealed class AccountDeletion(UserStore users, AccountDatabase accounts, SessionDatabase sessions)
{
    /// <summary>False when there is no such user. A program that is running ends the user's requests and streams within a second.</summary>
    public async Task<bool> Delete(string userId)
    {
        if (!await users.Delete(userId)) return false;

        // After the account: a sign-in that was under way finds no account, and its session goes here or at its first request.
        await sessions.Db.Write(db => SessionRowStore.DeleteOfUser(db, userId));
        await accounts.Db.Compact();
        await sessions.Db.Compact();
        return true;
    }
}
