namespace Posta.Server.Tests.Faults;

/// <summary>What a bad disk does to a file.</summary>
internal static class Damage
{
    public const int PageSize = 4096;

    /// <summary>Turns every bit of one page over; twice is as before.</summary>
    public static void FlipPage(string file, int page)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[PageSize];
        stream.Position = (page - 1) * (long)PageSize;
        stream.ReadExactly(bytes);
        stream.Position = (page - 1) * (long)PageSize;
        stream.Write([.. bytes.Select(each => (byte)~each)]);
    }
}
