using ChatPosta.Web;

namespace ChatPosta.Languages;

/// <summary>The language that somebody chose, for this browser: before they sign in, and after they have signed out, too.</summary>
internal sealed class LanguageCookie(Site site)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private string Name => site.IsTls ? "__Host-language" : "language";

    public Language? Read(HttpRequest request) => Language.Of(request.Cookies[Name]);

    public void Write(HttpResponse response, Language language) => response.Cookies.Append(Name, language.Code, Options(Kept));

    public void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = site.IsTls,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
