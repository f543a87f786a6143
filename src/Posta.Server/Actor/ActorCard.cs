using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using Posta.Hosting.Http;
using Posta.Protocol;
using Posta.Server.Setup;

namespace Posta.Server.Actor;

/// <summary>What a browser sees at an identity's URL.</summary>
internal static class ActorCard
{
    private const string MediaType = "text/html; charset=utf-8";

    private const string Self = "'self'";

    private static readonly SecurityHeaderPolicy Headers = new()
    {
        Content = ContentSecurityPolicy.Nothing.With("style-src", Self).With("img-src", Self),
    };

    /// <summary>Whether text/html is preferred; `*/*` and no Accept mean the document (W-28).</summary>
    public static bool IsWanted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return false;

        return Quality(accepted, MediaType) > Quality(accepted, WireFormat.MediaType);
    }

    public static IResult Page(ActorDocument document, HttpContext context)
    {
        context.UseSecurityHeaders(Headers);
        return TypedResults.Content(Html(document), MediaType);
    }

    private static string Html(ActorDocument document)
    {
        var name = document.Name.Length > 0 ? document.Name : document.Url.Display;
        var address = Encode(document.Url.Display);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <title>{Encode(name)}</title>
              <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
              <meta name="color-scheme" content="light dark">
              <link rel="icon" type="image/svg+xml" href="{SetupFiles.Address("icon.svg")}">
              <link rel="stylesheet" href="{SetupFiles.Address("setup.css")}">
            </head>
            <body>
              <main class="sheet">
                <div class="card">{Picture(document, name)}<h1 class="card__name"><bdi>{Encode(name)}</bdi></h1></div>
                {(document.About.Length > 0 ? $"<p><bdi>{Encode(document.About)}</bdi></p>" : "")}
                <p>Write to <code>{address}</code> with a Posta client.</p>
              </main>
            </body>
            </html>

            """;
    }

    private static string Picture(ActorDocument document, string name) => document.Avatar.Length > 0
        ? $"""<span class="avatar"><img src="{Encode(document.Avatar)}" alt="" width="56" height="56"></span>"""
        : $"""<span class="avatar" aria-hidden="true">{Encode(name.EnumerateRunes().First().ToString().ToUpperInvariant())}</span>""";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    // The most specific range that matches decides (RFC 9110 §12.5.1).
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType)
    {
        var wanted = MediaTypeHeaderValue.Parse(mediaType);
        return accepted.Where(range => wanted.IsSubsetOf(range))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
