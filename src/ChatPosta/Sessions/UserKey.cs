using System.Security.Cryptography;

namespace ChatPosta.Sessions;

/// <summary>The signed-in user's data key, opened for each use and wiped after it. Bound to one request.</summary>
internal sealed class UserKey(Session session, byte[] cookie, SessionStore sessions)
{
    public string UserId => session.User.Id;

    public static async ValueTask<UserKey?> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return await Session.BindAsync(context) is { } session && services.GetRequiredService<SessionCookie>().Read(context.Request) is { } cookie
            ? new(session, cookie, services.GetRequiredService<SessionStore>())
            : null;
    }

    /// <param name="otherwise">Without a key: the session has ended meanwhile, and so has the request.</param>
    /// <param name="act">May not keep the key.</param>
    public async Task<T> Use<T>(T otherwise, Func<byte[], Task<T>> act)
    {
        if (await sessions.DataKey(cookie) is not { } key) return otherwise;

        try
        {
            return await act(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
