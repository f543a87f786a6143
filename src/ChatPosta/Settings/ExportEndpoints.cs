using System.IO.Pipelines;
using System.Text.Encodings.Web;
using ChatPosta.Limits;
using ChatPosta.Sessions;
using ChatPosta.Web;
using Posta.Protocol;

namespace ChatPosta.Settings;

/// <summary>All of one's conversations in one file, written as they are fetched. Nothing of it touches our disk.</summary>
internal static class ExportEndpoints
{
    public static void MapExport(this IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/export/json", Json).RequireLimit(Limit.Export);
        app.MapGet("/settings/export/html", Readable).RequireLimit(Limit.Export);
    }

    private static async Task<IResult> Json(Exporter exporter, ClientPlace place, TimeProvider time, HttpResponse response, CancellationToken ct)
    {
        var index = await exporter.Begin(place, ct);
        return await Send(new JsonExport(exporter, index, time).Write, "application/json", FileName(index.Address, time, "json"), response, ct);
    }

    private static async Task<IResult> Readable(
        Exporter exporter, ClientPlace place, Html html, HtmlEncoder encoder, TimeProvider time, HttpResponse response, CancellationToken ct)
    {
        var index = await exporter.Begin(place, ct);
        return await Send(new HtmlExport(exporter, index, html, encoder, time).Write, "text/html; charset=utf-8", FileName(index.Address, time, "html"), response, ct);
    }

    private static async Task<IResult> Send(Func<PipeWriter, CancellationToken, Task> write, string type, string name, HttpResponse response, CancellationToken ct)
    {
        response.ContentType = type;
        // To be saved and never shown as a page of this site, where it would have our origin.
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await write(response.BodyWriter, ct);
        return Results.Empty;
    }

    private static string FileName(PostaUrl address, TimeProvider time, string kind) =>
        $"posta-{address.Host.Trim('[', ']').Replace(':', '-')}-{time.GetUtcNow().UtcDateTime:yyyy-MM-dd}.{kind}";
}
