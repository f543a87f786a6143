using System.Globalization;

namespace Posta.Hosting.Cli;

/// <summary>Writes rows of cells in aligned columns, two blanks apart; numbers stand to the right.</summary>
internal static class TextTable
{
    public static void Write(TextWriter output, IEnumerable<IEnumerable<object?>> rows)
    {
        List<Cell[]> cells = [.. rows.Select(row => row.Select(Cell.Of).ToArray())];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(i => cells.Max(row => row[i].Width))];
        foreach (var row in cells)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.Padded(widths[i]))).TrimEnd());
        }
    }

    private sealed record Cell(string Text, bool IsNumber)
    {
        // A name may hold letters of several code points; people see one.
        public int Width { get; } = new StringInfo(Text).LengthInTextElements;

        public static Cell Of(object? value) => new(Printable.Line(Words(value)), value is int or long);

        public string Padded(int width)
        {
            var blanks = new string(' ', width - Width);
            return IsNumber ? blanks + Text : Text + blanks;
        }

        private static string Words(object? value) => value switch
        {
            null or "" => "-",
            bool yes => yes ? "yes" : "no",
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "-",
        };
    }
}
