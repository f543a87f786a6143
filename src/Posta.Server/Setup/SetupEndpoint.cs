using Microsoft.AspNetCore.Http.HttpResults;
using Posta.Hosting.Http;
using Posta.Server.Http;

namespace Posta.Server.Setup;

/// <summary>
/// The page on which an invite becomes a token. It is the same for everybody: the invite is in the fragment, which only the
/// page's own script sees, and the token goes from the answer of the API to the screen and nowhere else.
/// </summary>
internal static class SetupEndpoint
{
    public const string Path = "/setup";

    private const string Self = "'self'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly SecurityHeaderPolicy Headers = new()
    {
        Content = ContentSecurityPolicy.Nothing
            .With("script-src", Self)
            .With("style-src", Self)
            .With("img-src", Self)
            .With("connect-src", Self),
        Referrer = "no-referrer",
    };

    public static void MapSetup(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Path, Methods, Page);
        app.MapMethods($"{Path}/{{hash}}/{{name}}", Methods, File);
    }

    // no-store, as everything here (ApiAnswers): the page comes to hold a token, and must not come back with it.
    private static FileContentHttpResult Page(HttpContext context)
    {
        context.UseSecurityHeaders(Headers);
        return TypedResults.Bytes(SetupFiles.Page.Content, SetupFiles.Page.ContentType);
    }

    private static IResult File(string hash, string name, HttpResponse response)
    {
        if (SetupFiles.Find(hash, name) is not { } file)
            return Answers.NotFound("There is nothing at this address.");

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(file.Content, file.ContentType);
    }
}
