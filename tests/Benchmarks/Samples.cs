using System.Diagnostics;

namespace Benchmarks;

/// <summary>Times of one thing done many times, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public static async Task<Samples> Of(int times, Func<int, Task> act)
    {
        var samples = new Samples();
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await act(i);
            samples.Add(Stopwatch.GetElapsedTime(start));
        }

        return samples;
    }

    public void Add(TimeSpan time)
    {
        lock (_milliseconds) _milliseconds.Add(time.TotalMilliseconds);
    }

    private double At(double share)
    {
        lock (_milliseconds)
        {
            _milliseconds.Sort();
            return _milliseconds[(int)Math.Ceiling(share * _milliseconds.Count) - 1];
        }
    }
}
