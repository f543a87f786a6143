using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Posta.Protocol.Keys;

namespace Benchmarks;

/// <summary>What this machine can do at most, measured in the same minute as what is compared with it.</summary>
internal static class Yardsticks
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    /// <summary>Signature checks per second on one core.</summary>
    public static double Verifications(IReadOnlyList<Letter> letters) => PerSecond(i =>
    {
        var letter = letters[i % letters.Count];
        if (!Ed25519.Verify(letter.PublicKey, letter.Body, letter.Signature)) throw new InvalidOperationException("A good signature was refused.");
        return 1;
    });

    /// <summary>
    /// Rows per second into bare tables, each commit waiting for the disk: prepared statements, one unique index, nothing
    /// else. Every commit takes <paramref name="grouped"/> rows into one of <paramref name="files"/> databases.
    /// </summary>
    public static double Commits(Workplace place, int grouped, int files = 1)
    {
        var tables = Enumerable.Range(0, files).Select(_ => new BareTable(place.File($"bare-{Guid.NewGuid():N}.db"))).ToArray();
        try
        {
            return PerSecond(i => tables[i % files].Commit(grouped));
        }
        finally
        {
            foreach (var table in tables) table.Dispose();
        }
    }

    private static double PerSecond(Func<int, int> act)
    {
        Count(act, WarmUp);
        return Count(act, Span);
    }

    private static double Count(Func<int, int> act, TimeSpan span)
    {
        var (done, start) = (0, Stopwatch.GetTimestamp());
        for (var i = 0; Stopwatch.GetElapsedTime(start) < span; i++) done += act(i);
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class BareTable : IDisposable
    {
        private static readonly byte[] Payload = new byte[120];

        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;

        public BareTable(string path)
        {
            _connection = new SqliteConnection($"Data Source={path};Pooling=False");
            _connection.Open();
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Execute("CREATE TABLE messages (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL, peer TEXT NOT NULL, payload BLOB NOT NULL, UNIQUE (peer, id))");
            _insert = _connection.CreateCommand();
            _insert.CommandText = "INSERT INTO messages (id, peer, payload) VALUES (@id, 'https://sender.localhost', @payload)";
            _insert.Parameters.AddWithValue("@id", "");
            _insert.Parameters.AddWithValue("@payload", Payload);
        }

        public int Commit(int rows)
        {
            using var transaction = _connection.BeginTransaction();
            _insert.Transaction = transaction;
            for (var i = 0; i < rows; i++)
            {
                _insert.Parameters[0].Value = Guid.NewGuid().ToString();
                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
            return rows;
        }

        public void Dispose()
        {
            _insert.Dispose();
            _connection.Dispose();
        }

        private void Execute(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
