using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using Posta.Hosting.Http;
using Posta.Protocol;

namespace Posta.Server.Actor;

/// <summary>What a browser sees at an identity's URL.</summary>
internal static class ActorCard
{
    private const string MediaType = "text/html; charset=utf-8";

    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { font: 1.1rem/1.5 Georgia, serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0; }
        code { font-size: .95rem; overflow-wrap: anywhere; }
        """;

    private static readonly SecurityHeaderPolicy Headers = new()
    {
        Content = ContentSecurityPolicy.Nothing.With(
            "style-src", $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'"),
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
        var name = Encode(document.Name.Length > 0 ? document.Name : document.Url.Display);
        var about = document.About.Length > 0 ? $"<p>{Encode(document.About)}</p>" : "";
        return $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{name}</title>
            <style>{Style}</style>
            <main>
            <h1>{name}</h1>
            {about}
            <p>Write to <code>{Encode(document.Url.Display)}</code> with a Posta client.</p>
            </main>
            </html>

            """;
    }

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
