using System.Text.Json;
using ChatPosta.Languages;
using ChatPosta.Sessions;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Web;

/// <summary>
/// The one thing that stays in the browser and acts while no page of ours is open (sw.js): it shows <see cref="OfflinePage"/>
/// where there is no network. It is told what to keep, and the hash in that makes a new build a new worker.
/// </summary>
internal static class ServiceWorker
{
    /// <summary>At the top, because a worker rules over the pages below its own address.</summary>
    public const string Path = "/sw.js";

    /// <summary>What the worker keeps.</summary>
    public const string OfflinePath = "/offline";

    private static ProblemModel OfflineModel => new(
        T("You are offline"),
        T("Your browser can’t reach posta just now. Messages that come meanwhile wait on your server, and this page comes back by itself as soon as there is a network."),
        WayOut: "",
        T("Try again"));

    public static void MapServiceWorker(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Serve).WithMetadata(new OpenToAll());
        app.MapGet(OfflinePath, (Html html) => html.Page<OfflinePage, ProblemModel>(OfflineModel)).WithMetadata(new OpenToAll());
    }

    private static IResult Serve(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes([.. Kept(), .. Assets.Content("sw.js")], "text/javascript; charset=utf-8");
    }

    /// <summary>Another language is another worker, which keeps another page.</summary>
    private static string Suffix => Language.Current == Language.English ? "" : $"-{Language.Current.Code}";

    private static byte[] Kept()
    {
        var kept = new { name = $"offline-{Assets.Hash}{Suffix}", page = LanguageMiddleware.Addressed(OfflinePath), files = new[] { Assets.Url("app.css"), Assets.Url("offline.js") } };
        return [.. "const kept = "u8, .. JsonSerializer.SerializeToUtf8Bytes(kept), .. ";\n"u8];
    }
}
