using System.Text;

namespace ChatPosta.Doctor;

/// <summary>Files that are not the program's own: what they must not hold is the pepper, and the sessions.</summary>
internal sealed class Copies(ChatConfig config, KnownSecrets known)
{
    private const string Check = "copies";

    private static readonly byte[] SqliteHeader = "SQLite format 3\0"u8.ToArray();
    private static readonly byte[] SessionSchema = Encoding.ASCII.GetBytes("CREATE TABLE cookies");
    private static readonly byte[] AccountSchema = Encoding.ASCII.GetBytes("CREATE TABLE server_links");

    private static readonly byte[][] Packed = [[0x1f, 0x8b], "PK\u0003\u0004"u8.ToArray(), [0x28, 0xb5, 0x2f, 0xfd], [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "BZh"u8.ToArray()];

    private readonly string[] _own = [config.Db, config.SessionDb, config.PepperFile];

    public IEnumerable<Finding> Judge(string file)
    {
        if (_own.Any(own => IsPartOf(file, Path.GetFullPath(own)))) return [];
        if (IsPacked(file)) return [Finding.Warning(Check, $"{file} is compressed, so nothing can be said of what is in it. Keep backups elsewhere.")];

        return
        [
            .. known.Pepper.Length > 0 && Holds(file, known.Pepper)
                ? [Finding.Problem(Check, $"{file} holds the pepper. Delete it: beside a backup of sessions it would be one key of two.")] : Array.Empty<Finding>(),
            .. Holds(file, SessionSchema)
                ? [Finding.Problem(Check, $"{file} holds sessions. Delete it: a restored session is one that somebody ended.")] : Array.Empty<Finding>(),
            .. Holds(file, SqliteHeader) && Holds(file, AccountSchema)
                ? [Finding.Warning(Check, $"{file} is a copy of the accounts, those of users who were deleted since among them. Delete it when it is not needed.")] : Array.Empty<Finding>(),
        ];
    }

    private static bool IsPartOf(string file, string own) => file == own || file == $"{own}-wal" || file == $"{own}-shm";

    private static bool IsPacked(string file)
    {
        var start = FileWindows.Of(file, 0).Select(window => window.Bytes).FirstOrDefault() ?? [];
        return Packed.Any(magic => start.AsSpan().StartsWith(magic));
    }

    private static bool Holds(string file, byte[] bytes) => FileWindows.Of(file, bytes.Length).Any(window => window.Bytes.AsSpan().IndexOf(bytes) >= 0);
}
