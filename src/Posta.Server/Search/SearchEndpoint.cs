using System.Text;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Http;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Search;

internal static class SearchEndpoint
{
    /// <summary>C-10.</summary>
    private const int MaxBytes = 256;

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGet("/search", Search);

    private static async Task<IResult> Search(Identity identity, HttpRequest request, CancellationToken ct)
    {
        if (request.Query["q"] is not [{ } typed] || Encoding.UTF8.GetByteCount(typed) is 0 or > MaxBytes)
            return Answers.Refuse(400, ErrorCode.BadParameter, $"q must be one text of 1 to {MaxBytes} bytes.");
        if (!SearchSyntax.TryRead(typed, out var query, out var wrong))
            return Answers.Refuse(400, ErrorCode.BadParameter, wrong);
        if (!RowNumber.TryRead(request.Query, "before", 0, long.MaxValue, out var before, out var problem)
            || !RowNumber.TryReadLimit(request.Query, out var limit, out problem))
            return problem;
        if (request.Query.TryGetValue("peer", out var text))
        {
            if (!PeerParameter.TryRead("peer", text, out var peer, out problem))
                return problem;
            query = query with { Peer = peer };
        }

        var found = await identity.Search.Find(query, before, limit, ct);
        return TypedResults.Json(found, ClientApiJson.Default.MessageArray);
    }
}
