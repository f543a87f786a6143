using System.Text.Json;
using ChatPosta.Languages;
using ChatPosta.Sessions;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Web;

/// <summary>The web app manifest: what a phone or desktop needs to know to install the site as an app (chat.md §7).</summary>
internal static class WebManifest
{
    public const string Path = "/manifest.webmanifest";

    /// <summary>Where the device hands over what somebody shares from another app; the feature of that name answers.</summary>
    public const string SharePath = "/share";

    /// <summary>The light --paper-sunk and --paper of app.css: a manifest has one colour, and a launch screen is seen for a moment.</summary>
    private const string Theme = "#f2ebdd";

    private const string Paper = "#faf6ed";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static byte[] Content() => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Id = "/",
            Name = "posta",
            ShortName = "posta",
            Description = T("Your posta conversations, from your own server."),
            Lang = Language.Current.Code,
            StartUrl = "/",
            Scope = "/",
            Display = "standalone",
            ThemeColor = Theme,
            BackgroundColor = Paper,
            ShareTarget = new { Action = SharePath, Method = "GET", Enctype = "application/x-www-form-urlencoded", Params = new { Title = "title", Text = "text", Url = "url" } },
            Icons = new[] { Icon("icon-192.png", 192, "any"), Icon("icon-512.png", 512, "any"), Icon("icon-maskable.png", 512, "maskable") },
        },
        Json);

    /// <summary>Browsers fetch it without the cookie, and ask again at each visit whether it is still so: its icons change their address with a build.</summary>
    public static void MapWebManifest(this IEndpointRouteBuilder app) => app.MapGet(Path, (HttpResponse response) =>
    {
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(Content(), "application/manifest+json");
    }).WithMetadata(new OpenToAll());

    private static object Icon(string name, int pixels, string purpose) =>
        new { Src = Assets.Url(name), Sizes = $"{pixels}x{pixels}", Type = "image/png", Purpose = purpose };
}
