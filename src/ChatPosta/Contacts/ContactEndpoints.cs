using ChatPosta.Limits;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Contacts;

/// <summary>Pinning and muting. A form says what shall be, not that it shall change: pressed twice, it is done once.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var contact = app.MapGroup("/c/{peer}").DisableAntiforgery();
        contact.MapPost("/pin", Pin).RequireLimit(Limit.ContactChange);
        contact.MapPost("/mute", Mute).RequireLimit(Limit.ContactChange);
    }

    private static Task<IResult> Pin(PeerPath path, [FromForm] string? on, PostaClient upstream, Html html, HttpRequest request, CancellationToken ct) =>
        Change(path.Peer, on, isOn => new(path.Peer.Canonical) { Pinned = isOn }, upstream, html, request, ct);

    private static Task<IResult> Mute(PeerPath path, [FromForm] string? on, PostaClient upstream, Html html, HttpRequest request, CancellationToken ct) =>
        Change(path.Peer, on, isOn => new(path.Peer.Canonical) { Muted = isOn }, upstream, html, request, ct);

    private static async Task<IResult> Change(
        PostaUrl peer, string? on, Func<bool, ContactPatch> patch, PostaClient upstream, Html html, HttpRequest request, CancellationToken ct)
    {
        // Not left to the framework, to which an empty field is "off".
        if (!bool.TryParse(on, out var isOn)) return Results.BadRequest();

        try
        {
            var contact = await upstream.ChangeContact(patch(isOn), ct);
            if (request.WantsFragment) return await html.Page<ContactMenu, ContactMenuModel>(ContactMenuModel.Of(peer, contact) with { IsOpen = true });
        }
        catch (UpstreamException exception) when (exception.Error.Code == ErrorCode.PeerNotFound && !request.WantsFragment)
        {
            // Removed from elsewhere; the thread shows how it stands.
        }

        return new SeeOther(PeerPath.Of(peer));
    }
}
