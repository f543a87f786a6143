using Posta.Hosting.Http;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Web;

/// <summary>
/// What our pages may load and do (chat.md §8): files of this site, nothing inline, nothing from elsewhere. Scripts and
/// styles come from the folder of our own files, so that nothing that we pass on for strangers can ever be one.
/// </summary>
internal static class PagePolicy
{
    private const string Self = "'self'";

    public static SecurityHeaderPolicy Of(Site site)
    {
        var files = $"{site.Origin}{Assets.Folder}";
        return new()
        {
            Content = ContentSecurityPolicy.Nothing
                .With("script-src", files)
                .With("style-src", files)
                .With("img-src", Self, "data:")
                .With("font-src", files)
                .With("connect-src", Self)
                .With("manifest-src", $"{site.Origin}{WebManifest.Path}")
                .With("worker-src", $"{site.Origin}{ServiceWorker.Path}")
                .With("form-action", Self),
        };
    }

    public static Task OtherSite(HttpContext context) =>
        context.Response.WriteAsync(T("This request came from another site, so it was not carried out. Open the page here and try again.") + "\n");

    public static Task WrongHost(HttpContext context) => context.Response.WriteAsync(
        T("This address isn't served here. If you run this chat-posta, its base_url must be the address that browsers use.") + "\n");
}
