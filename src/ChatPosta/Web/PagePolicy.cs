using Posta.Hosting.Http;

namespace ChatPosta.Web;

/// <summary>What our pages may load and do (chat.md §8): files of this site, nothing inline, nothing from elsewhere.</summary>
internal static class PagePolicy
{
    private const string Self = "'self'";

    public static SecurityHeaderPolicy Headers { get; } = new()
    {
        Content = ContentSecurityPolicy.Nothing
            .With("script-src", Self)
            .With("style-src", Self)
            .With("img-src", Self, "data:")
            .With("font-src", Self)
            .With("connect-src", Self)
            .With("form-action", Self),
    };

    public static Task WrongHost(HttpContext context) => context.Response.WriteAsync(
        "This address isn't served here. If you run this chat-posta, its base_url must be the address that browsers use.\n");
}
