using System.Globalization;

namespace Benchmarks;

/// <summary>What a process takes of the machine, as the kernel counts it (proc(5)).</summary>
internal sealed class Footprint(int processId)
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly string _folder = $"/proc/{processId}";

    /// <summary>How long the processor has worked for it, in its own code and in the kernel.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            // The name in brackets may hold blanks; user and system time are the 14th and 15th field.
            var fields = File.ReadAllText($"{_folder}/stat").Split(") ")[^1].Split(' ');
            return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
    }

    /// <summary>What of its memory is in RAM.</summary>
    public double ResidentKiB => Status("VmRSS:");

    /// <summary>The most that it was since <see cref="ForgetPeak"/>.</summary>
    public double PeakKiB => Status("VmHWM:");

    public void ForgetPeak() => File.WriteAllText($"{_folder}/clear_refs", "5");

    private double Status(string name) =>
        Number(File.ReadLines($"{_folder}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
