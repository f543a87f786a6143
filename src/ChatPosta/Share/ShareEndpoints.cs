using System.Text;
using ChatPosta.Composer;
using ChatPosta.Limits;
using ChatPosta.Sidebar;
using ChatPosta.Threads;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Share;

/// <summary>Where other apps on the device hand a text over. Any site can lead somebody here, so it keeps and sends nothing by itself.</summary>
internal static class ShareEndpoints
{
    /// <summary>As for a message: a form writes a byte as up to three characters.</summary>
    private const int MaxForm = 4 * WireFormat.MaxBytes;

    public static void MapShare(this IEndpointRouteBuilder app)
    {
        app.MapGet(WebManifest.SharePath, Ask);
        app.MapPost(WebManifest.SharePath, Choose)
            .DisableAntiforgery()
            .WithFormOptions(valueLengthLimit: MaxForm)
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
    }

    private static Task<IResult> Ask(string? title, string? text, string? url, SidebarReader sidebar, Html html, CancellationToken ct) =>
        Show(SharedText.From(title, text, url), "", StatusCodes.Status200OK, sidebar, html, ct);

    private static async Task<IResult> Choose(
        [FromForm] string? text, [FromForm] string? to, Drafts drafts, RateLimits limits, Caller caller, SidebarReader sidebar, Html html, HttpContext context, CancellationToken ct)
    {
        var shared = (text ?? "").ReplaceLineEndings("\n").Trim();
        if (!PostaUrl.TryParseInput(to ?? "", out var peer, out _))
            return await Show(shared, T("Choose one of your conversations."), StatusCodes.Status422UnprocessableEntity, sidebar, html, ct);

        if (limits.Refuse(Limit.Draft, caller) is { } wait)
        {
            context.Response.RetryAfter(wait);
            return await Show(shared, T("That was too often. Wait {0}, then choose again.", Waiting.Words(wait)), StatusCodes.Status429TooManyRequests, sidebar, html, ct);
        }

        var draft = SharedText.After(await drafts.Read(peer), shared);
        if (Encoding.UTF8.GetByteCount(draft) > WireFormat.MaxBytes)
            return await Show(shared, T("This is too long for one message, together with what you have begun to write there. Make it shorter."), StatusCodes.Status422UnprocessableEntity, sidebar, html, ct);

        if (shared.Length > 0) await drafts.Keep(peer, draft);
        return new SeeOther(PeerPath.Of(peer));
    }

    private static async Task<IResult> Show(string text, string problem, int status, SidebarReader reader, Html html, CancellationToken ct)
    {
        var sidebar = await reader.ReadWhole(ct);
        return await html.Page<SharePage, SharePageModel>(new(sidebar, new(text, sidebar.Conversations, problem)), status);
    }
}
