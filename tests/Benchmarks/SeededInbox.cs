using Microsoft.Data.Sqlite;
using Posta.Server.Search;

namespace Benchmarks;

/// <summary>An inbox as it is after years: few talk much, many talked once, and one flood was never read.</summary>
internal static class SeededInbox
{
    public const int Contacts = 1_000;
    public const int Messages = 1_000_000;

    private const int Words = 4_000;
    private const int WordsPerMessage = 12;
    private const int Unread = 20;

    private static readonly string[] Syllables =
        ["ba", "den", "fi", "gor", "hus", "jor", "kal", "li", "mø", "nes", "ol", "pa", "ris", "så", "tun", "vik", "yr", "ær", "øy", "å"];

    public static string Peer(int number) => $"https://peer{number}.example";

    /// <summary>A word that occurs in about every <paramref name="rarity"/>th message.</summary>
    public static string Word(int rarity)
    {
        var number = rarity % Words;
        return Syllables[number % 20] + Syllables[number / 20 % 20] + Syllables[number / 400 % 20];
    }

    /// <summary>Fills the empty inbox of an identity, or takes the one that an earlier run of the same program kept.</summary>
    public static void Fill(string path, string? seed, string owner)
    {
        if (!File.Exists(seed)) Fill(path);
        if (seed is null) return;

        if (!File.Exists(seed)) File.Copy(path, seed);
        File.Copy(seed, path, overwrite: true);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, $"UPDATE identity SET url = '{owner}'");
    }

    // With SQL, through whatever the schema does on the way.
    private static void Fill(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        IndexTerms.AddTo(connection);
        Execute(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN");
        for (var i = 0; i < Contacts; i++)
            Execute(connection, $"INSERT INTO contacts (url, name, kind, status, last_message_at) VALUES ('{Peer(i)}', 'Peer {i}', 'person', '{(i % 10 == 9 ? "request" : "contact")}', '2026-11-22T12:00:00Z')");
        FillMessages(connection);
        Execute(connection,
            """
            INSERT INTO messages_fts (rowid, terms) SELECT row_id, search_terms(payload, peer, direction) FROM messages ORDER BY row_id;
            UPDATE search_index SET last_row_id = (SELECT MAX(row_id) FROM messages)
            """);
        for (var i = 1; i < Contacts; i++)
            Execute(connection,
                $"""
                UPDATE contacts SET last_read_row_id = COALESCE(
                    (SELECT row_id FROM messages WHERE peer = url ORDER BY row_id DESC LIMIT 1 OFFSET {(i % 10 == 0 ? Unread : 0)}), 0)
                WHERE url = '{Peer(i)}'
                """);
        Execute(connection, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void FillMessages(SqliteConnection connection)
    {
        var random = new Random(1);
        using var insert = connection.CreateCommand();
        insert.CommandText =
            """
            INSERT INTO messages (id, peer, direction, payload, sent_at, received_at, state, key_id)
            VALUES (@id, @peer, @direction, @payload, '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', @state, 'k1')
            """;
        foreach (var name in new[] { "@id", "@peer", "@direction", "@payload", "@state" }) insert.Parameters.AddWithValue(name, "");
        for (var i = 0; i < Messages; i++)
        {
            var inbound = random.Next(10) < 7;
            insert.Parameters["@id"].Value = $"m{i}";
            insert.Parameters["@peer"].Value = Peer(Rank(random, Contacts));
            insert.Parameters["@direction"].Value = inbound ? "inbound" : "outbound";
            insert.Parameters["@payload"].Value = System.Text.Encoding.UTF8.GetBytes($$"""{"kind":"posta.text/v1","body":"{{Text(random)}}"}""");
            insert.Parameters["@state"].Value = inbound ? "received" : "delivered";
            insert.ExecuteNonQuery();
        }
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, WordsPerMessage).Select(_ => Word(Rank(random, Words))));

    // Every rank is about half as frequent as that of half its number, as with words and with friends.
    private static int Rank(Random random, int count) => (int)Math.Pow(count, random.NextDouble()) - 1;

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
