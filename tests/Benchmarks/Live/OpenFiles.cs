using System.Runtime.InteropServices;

namespace Benchmarks.Live;

/// <summary>How many connections this program, and those that it starts, may hold.</summary>
internal static class OpenFiles
{
    private const int Resource = 7; // RLIMIT_NOFILE, getrlimit(2)

    /// <summary>The limit, raised to what is asked for where the machine lets us: root may go beyond the hard limit.</summary>
    public static int Raise(int wanted)
    {
        var limit = new Limits(wanted, wanted);
        if (setrlimit(Resource, in limit) == 0) return wanted;

        _ = getrlimit(Resource, out limit);
        limit = limit with { Soft = Math.Min(wanted, limit.Hard) };
        _ = setrlimit(Resource, in limit);
        return (int)limit.Soft;
    }

    [DllImport("libc")]
    private static extern int setrlimit(int resource, in Limits limits);

    [DllImport("libc")]
    private static extern int getrlimit(int resource, out Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(long Soft, long Hard);
}
