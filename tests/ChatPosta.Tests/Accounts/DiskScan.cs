namespace ChatPosta.Tests.Accounts;

/// <summary>Looks for bytes where they lie, while the program has the file open.</summary>
internal static class DiskScan
{
    public static bool Holds(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(bytes) >= 0;
    }
}
