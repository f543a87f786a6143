using System.Globalization;
using ChatPosta.Web;

namespace ChatPosta.Languages;

/// <summary>
/// Finds out which language the answer is in: the one that the address names, else the one that was chosen, else the one
/// that the browser would like best. The culture stays as it is, because it is the program's own numbers and dates that hang on it.
/// </summary>
/// <remarks>
/// Not the framework's own: that one looks at three of the browser's languages, takes neither "no" nor "nn" for Bokmål, and
/// would leave us to write the same rule around it.
/// </remarks>
internal sealed class LanguageMiddleware(RequestDelegate next, LanguageCookie cookie)
{
    private const string Parameter = "lang";

    /// <summary>Browsers ask for them without cookies, and keep them: only their address says the language.</summary>
    private static readonly PathString[] Kept = [WebManifest.Path, ServiceWorker.OfflinePath];

    // Awaited here, so that the language ends with the request.
    public async Task InvokeAsync(HttpContext context)
    {
        CultureInfo.CurrentUICulture = Of(context.Request).Culture;
        await next(context);
    }

    /// <summary>The address of <paramref name="path"/> in the language of this request, whoever asks for it.</summary>
    public static string Addressed(string path) =>
        Language.Current == Language.English ? path : $"{path}?{Parameter}={Language.Current.Code}";

    private Language Of(HttpRequest request) =>
        Language.Of(request.Query[Parameter])
        ?? (Kept.Contains(request.Path) ? null : cookie.Read(request) ?? Preferred(request))
        ?? Language.English;

    private static Language? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(wish => wish.Quality is not 0)
        .OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => Language.Spoken(wish.Value.ToString()))
        .FirstOrDefault(language => language is not null);
}
