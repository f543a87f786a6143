using System.Diagnostics.CodeAnalysis;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Messages;

namespace Posta.Server.Search;

/// <summary>Searches the messages of one identity, newest first, and looks at no more of them than it has to.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class SearchStore(Database database, SearchIndex index)
{
    /// <summary>How many messages that the index proposes are looked at for one answer: a search costs what it costs at most.</summary>
    internal const int MaxCandidates = 20_000;

    // Fewer than there are readers: a search can take long, and a client that starts must not wait for its contacts.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    public async Task<Message[]> Find(SearchQuery query, long? before, int limit, CancellationToken ct)
    {
        await index.CatchUp(ct);
        await _places.WaitAsync(ct);
        try
        {
            return await database.Read(connection => Find(connection, query, before, limit, ct), ct);
        }
        finally
        {
            _places.Release();
        }
    }

    private static Message[] Find(SqliteConnection connection, SearchQuery query, long? before, int limit, CancellationToken ct) =>
        Candidates(connection, query, before)
            .TakeWhile(_ => !ct.IsCancellationRequested)
            .Take(MaxCandidates)
            .Where(query.Accepts)
            .Take(limit)
            .Select(row => row.ToMessage())
            .ToArray();

    // A CROSS JOIN keeps its order: the index walks backwards, and stops as soon as nobody asks for more.
    private static IEnumerable<MessageRow> Candidates(SqliteConnection connection, SearchQuery query, long? before) =>
        connection.Query<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM messages_fts f CROSS JOIN messages m ON m.row_id = f.rowid
            WHERE f.messages_fts MATCH @match AND f.rowid >= @first AND f.rowid < @end
            ORDER BY f.rowid DESC
            """,
            new
            {
                match = query.Match,
                first = query.After is { } after ? FirstRowAt(connection, after) : 0,
                end = Math.Min(before ?? long.MaxValue, query.Before is { } until ? FirstRowAt(connection, until) : long.MaxValue),
            },
            buffered: false);

    // Rows lie in the order of our clock, so that a time is found by halving, and no index of times is needed. Where the
    // clock was once set back, the border is as blurred as the clock was.
    private static long FirstRowAt(SqliteConnection connection, DateTimeOffset time)
    {
        var (low, high) = connection.QuerySingle<(long, long)>(
            "SELECT COALESCE(MIN(row_id), 0), COALESCE(MAX(row_id), -1) + 1 FROM messages");
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var (rowId, passed) = connection.QueryFirst<(long, string)>(
                "SELECT row_id, IIF(received_at = '', sent_at, received_at) FROM messages WHERE row_id >= @middle ORDER BY row_id LIMIT 1",
                new { middle });
            if (PostaTime.TryParse(passed, out var at) && at < time)
                low = rowId + 1;
            else
                high = middle;
        }

        return low;
    }
}
