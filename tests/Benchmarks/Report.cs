using System.Globalization;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>A small table: what was measured, and beside it what is aimed at.</summary>
internal sealed class Report(string name)
{
    private readonly (double Taken, double All) _start = Jiffies();
    private readonly List<string[]> _rows = [["what", "figure", "target", "held"]];

    public void Add(string what, double figure, string unit) => Row(what, figure, unit, "", "");

    /// <summary>Something that the reader should know, among the figures.</summary>
    public void Note(string words) => _rows.Add([words, "", "", ""]);

    public void AtLeast(string what, double figure, string unit, double? target) =>
        Row(what, figure, unit, target is null ? "" : $"≥ {Number(target.Value)} {unit}", target is null ? "" : figure >= target ? "yes" : "NO");

    public void Below(string what, double figure, string unit, double? target) =>
        Row(what, figure, unit, target is null ? "" : $"< {Number(target.Value)} {unit}", target is null ? "" : figure < target ? "yes" : "NO");

    public void Print(TextWriter output)
    {
        output.WriteLine(
            $"{name}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm}Z, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {RuntimeInformation.OSDescription}, load {Load()}, {Stolen():0} % taken by the host");
        int[] widths = [.. Enumerable.Range(0, 4).Select(i => _rows.Max(row => row[i].Length))];
        foreach (var row in _rows)
            output.WriteLine($"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}".TrimEnd());
    }

    private void Row(string what, double figure, string unit, string target, string held) =>
        _rows.Add([what, $"{Number(figure)} {unit}", target, held]);

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    // A figure that others' work has disturbed should say so itself: on this machine, and on the one that it is a part of.
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private double Stolen()
    {
        var (taken, all) = Jiffies();
        return all > _start.All ? 100 * (taken - _start.Taken) / (all - _start.All) : 0;
    }

    // proc(5): user nice system idle iowait irq softirq steal, of which the last is what the host gave to others.
    private static (double Taken, double All) Jiffies()
    {
        if (!File.Exists("/proc/stat")) return default;

        double[] times = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(double.Parse)];
        return (times[^1], times.Sum());
    }
}
