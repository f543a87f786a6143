using ChatPosta.Web;

namespace ChatPosta.Passkeys;

/// <summary>Ties a ceremony to the browser that began it.</summary>
internal sealed class CeremonyCookie(Site site, string name)
{
    private string Name => site.IsTls ? $"__Host-{name}" : name;

    public string? Read(HttpRequest request) => request.Cookies[Name];

    public void Write(HttpResponse response, string id, TimeSpan lifetime) => response.Cookies.Append(Name, id, Options(lifetime));

    public void Clear(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = site.IsTls,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
