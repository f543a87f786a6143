using ChatPosta.Passkeys;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.SignIn;

/// <summary>
/// Accounts whose owner has shown a passkey that didn't unlock, and who now look for the unlock code: five minutes and five
/// tries, then the passkey is asked for again.
/// </summary>
internal sealed class LockedAccounts(CeremonyStore<LockedAccount> store, CeremonyCookie cookie)
{
    private const int MostTries = 5;

    public void Add(LockedAccount locked, HttpResponse response) => cookie.Write(response, store.Add(locked, locked.UserId), store.Lifetime);

    public bool IsWaiting(HttpRequest request) => store.Find(cookie.Read(request)) is not null;

    /// <summary>Counts a try before it is looked at; null when there is no more. Tries at the same time count one each.</summary>
    public LockedAccount? Try(HttpRequest request)
    {
        while (cookie.Read(request) is { } id && store.Find(id) is { Tries: < MostTries } seen)
        {
            var tried = seen with { Tries = seen.Tries + 1 };
            if (store.Advance(id, seen, tried)) return tried;
        }

        return null;
    }

    /// <summary>Opened, or tried too often.</summary>
    public void End(HttpRequest request, HttpResponse response)
    {
        store.Take(cookie.Read(request));
        cookie.Clear(response);
    }

    public static bool IsLastTry(LockedAccount locked) => locked.Tries >= MostTries;
}

internal sealed record LockedAccount(string UserId, UserPasskeyInfo Verified, int Tries = 0);
