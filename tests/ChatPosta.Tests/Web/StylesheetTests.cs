using System.Globalization;
using System.Text.RegularExpressions;
using ChatPosta.Web;

namespace ChatPosta.Tests.Web;

public sealed partial class StylesheetTests
{
    private static readonly string Css = Read();
    private static readonly string[] Grounds = ["paper", "paper-raised", "paper-sunk"];
    private static readonly string[] Inks = ["ink", "ink-soft", "sky", "forest", "terracotta", "gold", "moss"];

    [Fact]
    public void It_loads_nothing_from_elsewhere() => Assert.DoesNotMatch(@"url\(""?(https?:|//)|@import", Css);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_ink_is_readable_on_every_paper(int scheme)
    {
        var colours = Colours(scheme);

        foreach (var ground in Grounds)
            foreach (var ink in Inks)
                Assert.True(Contrast(colours[ink], colours[ground]) >= 4.5, $"--{ink} on --{ground}: {Contrast(colours[ink], colours[ground]):0.00}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_written_on_the_accent_is_readable_and_the_edge_of_a_control_visible(int scheme)
    {
        var colours = Colours(scheme);
        var accent = scheme == 0 ? colours["forest"] : colours["accent"];

        Assert.True(Contrast(colours["on-accent"], accent) >= 4.5);
        Assert.True(Contrast(colours["on-accent-soft"], accent) >= 4.5);
        Assert.All(Grounds, ground => Assert.True(Contrast(colours["edge"], colours[ground]) >= 3));
    }

    private static Dictionary<string, string> Colours(int scheme) =>
        Token().Matches(Root().Matches(Css)[scheme].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>WCAG 2.2, "contrast ratio".</summary>
    private static double Contrast(string one, string other)
    {
        var (darker, lighter) = (Math.Min(Luminance(one), Luminance(other)), Math.Max(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 0)) + (0.7152 * Channel(colour, 2)) + (0.0722 * Channel(colour, 4));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Html).Assembly.GetManifestResourceStream("assets/app.css")!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex Token();
}
