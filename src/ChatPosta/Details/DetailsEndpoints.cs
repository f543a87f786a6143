using ChatPosta.Limits;
using ChatPosta.Threads;
using ChatPosta.Web;
using Posta.Protocol;

namespace ChatPosta.Details;

internal static class DetailsEndpoints
{
    public static void AddDetails(this IServiceCollection services) => services.AddSingleton<SignatureCheck>();

    public static void MapDetails(this IEndpointRouteBuilder app)
    {
        var message = app.MapGroup("/c/{peer}/messages/{rowId:long}").DisableAntiforgery();
        message.MapGet("", Show);
        message.MapPost("/check", Check).RequireLimit(Limit.LookUp);
        message.MapGet("/envelope", Download);
    }

    private static async Task<IResult> Show(PeerPath? path, long rowId, DetailsReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        if (path is null || !RowId.IsPossible(rowId) || await reader.Page(path.Peer, rowId, ct) is not { } page) return Results.NotFound();

        return await Answer(page, html, context);
    }

    /// <summary>Changes nothing, and is a POST all the same: it makes us ask a server of a stranger's choice.</summary>
    private static async Task<IResult> Check(PeerPath? path, long rowId, DetailsReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        if (path is null || !RowId.IsPossible(rowId) || await reader.Page(path.Peer, rowId, ct) is not { } page) return Results.NotFound();

        return await Answer(page with { Details = await reader.Checked(page.Details, ct) }, html, context);
    }

    /// <summary>Handed over as a file and never shown: a stranger wrote it.</summary>
    private static async Task<IResult> Download(PeerPath? path, long rowId, DetailsReader reader, CancellationToken ct) =>
        path is not null && RowId.IsPossible(rowId) && await reader.Envelope(path.Peer, rowId, ct) is { } envelope
            ? Results.File(envelope, WireFormat.MediaType, $"{path.Peer.Host}-{rowId}.json")
            : Results.NotFound();

    private static async Task<IResult> Answer(DetailsPageModel page, Html html, HttpContext context)
    {
        context.Response.VaryByHtmx();
        return context.Request.WantsFragment
            ? await html.Page<DetailsFragment, DetailsModel>(page.Details)
            : await html.Page<DetailsPage, DetailsPageModel>(page);
    }
}
