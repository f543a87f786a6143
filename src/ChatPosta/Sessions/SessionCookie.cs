using System.Buffers.Text;
using System.Security.Cryptography;
using ChatPosta.Web;

namespace ChatPosta.Sessions;

/// <summary>32 random bytes in base64url. Row id and sealing key are both derived from them (security.md §2.5).</summary>
internal sealed class SessionCookie(Site site)
{
    private const int Size = 32;
    private const int TextLength = 43;

    private static readonly TimeSpan KeptAfter = TimeSpan.FromDays(7);

    /// <summary>The prefix makes browsers refuse a cookie set by another host or over plain HTTP; the demo has no TLS.</summary>
    private string Name => site.IsTls ? "__Host-chat" : "chat";

    public static byte[] Generate() => RandomNumberGenerator.GetBytes(Size);

    /// <summary>Null when the request carries none, or something that we never gave out.</summary>
    public byte[]? Read(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(Name, out var text) || text.Length != TextLength) return null;

        // Checked first: the decoder throws for letters outside its alphabet.
        return Base64Url.IsValid(text, out var size) && size == Size ? Base64Url.DecodeFromChars(text) : null;
    }

    /// <summary>The browser keeps it a while longer than it opens anything: a page that was open all the time then locks, as after any other end.</summary>
    public void Write(HttpResponse response, byte[] cookie, DateTimeOffset expires) =>
        response.Cookies.Append(Name, Base64Url.EncodeToString(cookie), Options(expires + KeptAfter));

    public void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = site.IsTls,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
