using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Server.Search;

/// <summary>
/// Brings messages_fts up to the newest message: a moment after one has come, and before each search. Who writes a message
/// does not wait for it, and many that come together cost a fraction of what each by itself would (docs/performance.md).
/// What a crash leaves out is behind the mark, and follows with the next message or search.
/// </summary>
internal sealed class SearchIndex(Database database, TimeProvider time, ILogger<SearchIndex> log)
{
    // Whoever writes meanwhile waits while so much is indexed: some 20 ms of people's messages, five times that of noise.
    private const int RowsAtOnce = 128;
    private const int BytesAtOnce = 16 * 1024;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A message has been stored.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Runs until it is cancelled. What comes within a moment goes into the index together.</summary>
    public async Task Run(CancellationToken ct)
    {
        while (true)
        {
            await _wake.Reader.ReadAsync(ct);
            await Task.Delay(Moment, time, ct);
            await Follow(ct);
        }
    }

    /// <summary>Returns when every message that was stored before is in the index, or when the disk has no room for that.</summary>
    /// <exception cref="DatabaseException">The file has become unusable.</exception>
    public async Task CatchUp(CancellationToken ct)
    {
        try
        {
            while (await database.Read(IsBehind, ct))
                await database.Write(IndexNext, ct);
        }
        catch (DatabaseException e) when (e.Fault is DatabaseFault.Full)
        {
            // Reading goes on without room; the newest messages are found as soon as there is some.
            log.LogWarning("The newest messages cannot be searched yet: {Reason}", e.Message);
        }
    }

    private async Task Follow(CancellationToken ct)
    {
        try
        {
            await CatchUp(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The next message or search tries again; damage is told to the identity by the database itself.
            log.LogError(e, "The index for searches could not follow");
        }
    }

    private static bool IsBehind(SqliteConnection connection) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM messages WHERE row_id > (SELECT last_row_id FROM search_index))");

    private static void IndexNext(SqliteConnection connection)
    {
        var from = connection.ExecuteScalar<long>("SELECT last_row_id FROM search_index");
        var to = connection.ExecuteScalar<long?>(
            """
            SELECT MAX(row_id) FROM (
                SELECT row_id, SUM(size) OVER (ORDER BY row_id) - size AS before
                FROM (SELECT row_id, LENGTH(payload) AS size FROM messages WHERE row_id > @from ORDER BY row_id LIMIT @RowsAtOnce))
            WHERE before < @BytesAtOnce
            """,
            new { from, RowsAtOnce, BytesAtOnce });
        if (to is null) return;

        connection.Execute(
            """
            INSERT INTO messages_fts (rowid, terms)
            SELECT row_id, search_terms(payload, peer, direction) FROM messages WHERE row_id > @from AND row_id <= @to ORDER BY row_id
            """,
            new { from, to });
        connection.Execute("UPDATE search_index SET last_row_id = @to", new { to });
    }
}
