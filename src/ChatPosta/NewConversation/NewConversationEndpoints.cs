using ChatPosta.Limits;
using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Sidebar;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.NewConversation;

internal static class NewConversationEndpoints
{
    public static void AddNewConversation(this IServiceCollection services) => services.AddSingleton<PeerLookup>();

    public static void MapNewConversation(this IEndpointRouteBuilder app)
    {
        app.MapGet("/new", Ask);
        app.MapPost("/new", LookUp).DisableAntiforgery();
    }

    private static Task<IResult> Ask(SidebarReader sidebar, Html html, HttpContext context, CancellationToken ct) =>
        Show(new NewConversationModel(), StatusCodes.Status200OK, sidebar, html, context, ct);

    private static async Task<IResult> LookUp(
        [FromForm] string? url, Session session, Pictures pictures, PeerLookup lookup, RateLimits limits, Caller caller, SidebarReader sidebar, Html html, HttpContext context, CancellationToken ct)
    {
        if (limits.Refuse(Limit.LookUp, caller) is { } wait)
        {
            context.Response.RetryAfter(wait);
            var refused = new NewConversationModel(url ?? "", T("That was too often. Wait {0}, then look it up again.", Waiting.Words(wait)));
            return await Show(refused, StatusCodes.Status429TooManyRequests, sidebar, html, context, ct);
        }

        var form = await Read(url ?? "", session, pictures, lookup, ct);
        var status = form.Peer is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return await Show(form, status, sidebar, html, context, ct);
    }

    private static async Task<NewConversationModel> Read(string typed, Session session, Pictures pictures, PeerLookup lookup, CancellationToken ct)
    {
        if (!PostaUrl.TryParseInput(typed, out var peer, out var rejection)) return new(typed, Translated(rejection.Explain()));
        if (peer == session.User.Identity) return new(typed, T("This is your own address."));

        return new(typed, Peer: await lookup.Find(peer, pictures, ct));
    }

    private static async Task<IResult> Show(
        NewConversationModel form, int status, SidebarReader sidebar, Html html, HttpContext context, CancellationToken ct)
    {
        context.Response.VaryByHtmx();
        return context.Request.WantsFragment
            ? await html.Page<NewConversationFragment, NewConversationModel>(form, status)
            : await html.Page<NewConversationPage, NewConversationPageModel>(new(await sidebar.ReadWhole(ct), form), status);
    }
}
