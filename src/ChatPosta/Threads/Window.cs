using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>Up to fifty consecutive rows, oldest first, and the neighbours on which their look depends.</summary>
public sealed record Window(Message? Previous, IReadOnlyList<Message> Rows, Message? Next)
{
    public const int Size = 50;

    internal static async Task<Window> Newest(PostaClient upstream, PostaUrl peer, CancellationToken ct) =>
        Of(await upstream.Messages(peer, before: null, Size + 1, ct), next: null);

    /// <summary>The rows just before one that is already shown; asking from the next number on brings that one along.</summary>
    internal static async Task<Window> Before(PostaClient upstream, PostaUrl peer, long rowId, CancellationToken ct)
    {
        var found = await upstream.Messages(peer, rowId + 1, Size + 2, ct);
        return Of([.. found.Where(row => row.RowId < rowId)], found.FirstOrDefault(row => row.RowId == rowId));
    }

    /// <summary>As many rows before a given one as after it; where there are too few on one side, more of the other are not asked for.</summary>
    internal static async Task<Window> Around(PostaClient upstream, PostaUrl peer, long rowId, CancellationToken ct)
    {
        var before = upstream.Messages(peer, rowId, (Size / 2) + 1, ct);
        var after = upstream.MessagesAfter(peer, rowId - 1, (Size / 2) + 1, ct);
        await Task.WhenAll(before, after);
        Message[] earlier = [.. (await before).OrderBy(row => row.RowId)], later = [.. (await after).OrderBy(row => row.RowId)];
        var (previous, next) = (earlier.Length > Size / 2 ? earlier[0] : null, later.Length > Size / 2 ? later[^1] : null);
        return new Window(previous, [.. earlier.Skip(previous is null ? 0 : 1), .. later.SkipLast(next is null ? 0 : 1)], next);
    }

    /// <summary>The newest rows if they hold the wanted one, else those that end with it.</summary>
    internal static async Task<Window> With(PostaClient upstream, PostaUrl peer, long rowId, CancellationToken ct)
    {
        var newest = await Newest(upstream, peer, ct);
        return newest.Rows.Any(row => row.RowId == rowId) ? newest : await Before(upstream, peer, rowId + 1, ct);
    }

    /// <summary>Takes rows as the server sends them, with one more than is shown if there are older ones.</summary>
    public static Window Of(IReadOnlyList<Message> newestFirst, Message? next)
    {
        var oldestFirst = newestFirst.OrderBy(row => row.RowId).ToArray();
        var hasMore = oldestFirst.Length > Size;
        return new Window(hasMore ? oldestFirst[^(Size + 1)] : null, oldestFirst[^Math.Min(Size, oldestFirst.Length)..], next);
    }
}
