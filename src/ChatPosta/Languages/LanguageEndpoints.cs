using ChatPosta.Sessions;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;

namespace ChatPosta.Languages;

/// <summary>Choosing a language, which needs neither an account nor a script.</summary>
internal static class LanguageEndpoints
{
    public const string Path = "/language";

    public static void MapLanguage(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, Choose).WithMetadata(new OpenToAll()).DisableAntiforgery();

    /// <summary>What is none of ours means: as the browser says.</summary>
    private static SeeOther Choose([FromForm] string? language, [FromForm] string? next, LanguageCookie cookie, HttpResponse response)
    {
        if (Language.Of(language) is { } chosen) cookie.Write(response, chosen);
        else cookie.Clear(response);
        return new SeeOther(NextPage.From(next));
    }
}
