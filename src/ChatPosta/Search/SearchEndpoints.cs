using ChatPosta.Limits;
using ChatPosta.Threads;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapGet("/search", Show);

    private static async Task<IResult> Show(
        string? q, long? before, SearchReader reader, RateLimits limits, Caller caller, Html html, HttpContext context, CancellationToken ct)
    {
        if (before is not null && !RowId.IsPossible(before.Value)) return Results.NotFound();

        context.Response.VaryByHtmx();
        var asked = new SearchModel((q ?? "").Trim());
        if (asked.Typed.Length == 0 || limits.Refuse(Limit.Search, caller) is not { } wait)
        {
            var page = await reader.Page(asked, before, ct);
            return await Answer(page, page.Search.Problem.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, html, context.Request);
        }

        context.Response.RetryAfter(wait);
        var refused = asked with { Problem = T("That was too often. Wait {0}, then search again.", Waiting.Words(wait)) };
        return await Answer(await reader.Page(refused, before, ct), StatusCodes.Status429TooManyRequests, html, context.Request);
    }

    private static async Task<IResult> Answer(SearchPageModel page, int status, Html html, HttpRequest request) => request.WantsFragment
        ? await html.Page<SearchFragment, SearchModel>(page.Search, status)
        : await html.Page<SearchPage, SearchPageModel>(page, status);
}
