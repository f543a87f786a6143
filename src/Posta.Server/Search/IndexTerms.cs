using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Posta.Protocol;

namespace Posta.Server.Search;

/// <summary>
/// The terms under which messages_fts knows a message: the grams of its words, and what the operators ask for. Those
/// have more letters than a gram, so that they are no words.
/// </summary>
internal static class IndexTerms
{
    public const string Image = "image";

    private const string SqlFunction = "search_terms";

    /// <summary>What fills messages_fts calls this in SQL: SearchIndex and the migrations.</summary>
    public static void AddTo(SqliteConnection connection) => connection.CreateFunction<byte[], string, string, string>(
        SqlFunction, (payload, peer, direction) => Of(RawJson.Verbatim(payload), peer, direction), isDeterministic: true);

    public static string OfPeer(string canonical) =>
        $"peer{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, 8))}";

    private static string Of(RawJson payload, string peer, string direction)
    {
        var terms = new HashSet<string> { OfPeer(peer), direction };
        var content = SearchedContent.Of(payload);
        if (content.IsImage)
            terms.Add(Image);
        new Grams(content.Text).AddTo(terms);
        return string.Join(' ', terms);
    }
}
