using System.Text;
using System.Text.RegularExpressions;
using Posta.Hosting.Data;

namespace ChatPosta.Doctor;

/// <summary>What is left of users who were deleted, in rows and between them.</summary>
internal static partial class Leftovers
{
    private const string Check = "leftovers";
    private const int IdLength = 36;

    public static IEnumerable<Finding> Of(ChatConfig config, KnownSecrets known)
    {
        string[] named = [.. new[] { config.Db, config.SessionDb }.Where(File.Exists).SelectMany(path => DatabaseInspection.Read(path, AtRestStore.NamedUserIds))];
        var rows = named.Except(known.UserIds).Count();
        if (rows > 0)
            return [Finding.Problem(Check, $"rows name {rows} users who are gone. A running program removes their sessions when their browser comes back; for the rest, tell the makers of chat-posta.")];

        Finding[] traces = [.. new[] { config.Db, config.SessionDb }.SelectMany(path => new[] { path, $"{path}-wal" }).Where(File.Exists).SelectMany(file => Traces(file, known))];
        return traces.Length > 0 ? traces : [Finding.Ok(Check, "nothing of deleted users, in rows or between them.")];
    }

    private static IEnumerable<Finding> Traces(string file, KnownSecrets known)
    {
        var ids = FileWindows.Of(file, IdLength)
            .SelectMany(window => UserId().Matches(Encoding.Latin1.GetString(window.Bytes)).Select(match => match.Value))
            .ToHashSet();
        ids.ExceptWith(known.UserIds);
        if (ids.Count > 0)
            yield return Finding.Problem(Check, $"{file} has traces of {ids.Count} ids that no user has. While the program is stopped: sqlite3 {file.Replace("-wal", "", StringComparison.Ordinal)} \"VACUUM; PRAGMA wal_checkpoint(TRUNCATE)\"");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex UserId();
}
