namespace ChatPosta.Doctor;

/// <summary>A file in pieces that overlap, so that nothing is missed at their edges and a big file needs little memory.</summary>
internal static class FileWindows
{
    private const int Size = 4 << 20;

    /// <summary>Each piece with the number of its first byte. A program may be writing the file meanwhile; one that it removed has none.</summary>
    public static IEnumerable<(long From, byte[] Bytes)> Of(string path, int overlap)
    {
        using var file = Open(path);
        if (file is null) yield break;

        byte[] kept = [];
        var buffer = new byte[Size];
        for (var from = 0L; file.ReadAtLeast(buffer, Size, throwOnEndOfStream: false) is var read and > 0;)
        {
            byte[] piece = [.. kept, .. buffer.AsSpan(0, read)];
            yield return (from, piece);
            kept = piece[Math.Max(0, piece.Length - overlap)..];
            from += piece.Length - kept.Length;
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
