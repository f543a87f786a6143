using ChatPosta.Languages;
using ChatPosta.Web;

namespace ChatPosta.Settings;

/// <summary>The page on which a language is chosen. The form goes where everybody's does.</summary>
internal static class LanguagePageEndpoints
{
    public static void MapLanguagePage(this IEndpointRouteBuilder app) => app.MapGet(
        SettingsPages.LanguagePath,
        (LanguageCookie cookie, Html html, HttpRequest request) => html.Page<LanguagePage, LanguageModel>(new(cookie.Read(request))));
}
