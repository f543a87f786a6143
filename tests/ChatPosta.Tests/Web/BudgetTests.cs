using System.Text;
using System.Text.RegularExpressions;
using ChatPosta.Web;

namespace ChatPosta.Tests.Web;

/// <summary>What a first visit may weigh, uncompressed and as the program serves it (docs/performance.md).</summary>
public sealed partial class BudgetTests
{
    private const string Folder = "assets/";

    [Fact]
    public async Task Our_scripts_weigh_at_most_60_KB() => Check(await Served(IsOurScript), 60 * 1024);

    [Fact]
    public async Task The_stylesheet_weighs_at_most_40_KB() => Check(await Served(name => name.EndsWith(".css", StringComparison.Ordinal)), 40 * 1024);

    [Fact]
    public async Task The_fonts_weigh_at_most_200_KB() => Check(await Served(name => name.EndsWith(".woff2", StringComparison.Ordinal)), 200 * 1024);

    [Fact]
    public void What_is_served_is_the_source_without_what_is_there_for_people()
    {
        const string source = "/* Two\n   lines. */\n// One.\nlet a = 'x'; // stays\n  /** Why. */\n  f(`// ${a}`);\n/* b */ .c { d: e }\n";

        Assert.Equal("\n\n\nlet a = 'x'; // stays\n\nf(`// ${a}`);\n.c { d: e }\n", Encoding.UTF8.GetString(LeanText.Of(Encoding.UTF8.GetBytes(source))));
    }

    [Fact]
    public void No_script_has_a_text_of_several_lines_that_this_would_change()
    {
        var scripts = Names().Where(IsOurScript).Select(name => (name, Source(name))).ToList();

        Assert.True(scripts.Count > 20);
        Assert.All(scripts, script => Assert.DoesNotContain(script.Item2.Split('\n'), line => Backtick().Count(line) % 2 == 1));
    }

    private static void Check(IReadOnlyList<(string Name, int Bytes)> files, int budget)
    {
        Assert.NotEmpty(files);
        var all = files.Sum(file => file.Bytes);
        Assert.True(all <= budget, $"{all} of {budget} bytes: {string.Join(", ", files.OrderByDescending(file => file.Bytes).Select(file => $"{file.Name} {file.Bytes}"))}");
    }

    private static async Task<IReadOnlyList<(string Name, int Bytes)>> Served(Func<string, bool> isMeant)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();
        var files = new List<(string, int)>();
        foreach (var name in Names().Where(isMeant))
        {
            using var answer = await browser.Begin(HttpMethod.Get, Assets.Url(name), null);
            files.Add((name, (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
        }

        return files;
    }

    private static bool IsOurScript(string name) => name.EndsWith(".js", StringComparison.Ordinal) && !name.EndsWith(".min.js", StringComparison.Ordinal);

    private static IEnumerable<string> Names() => typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..]);

    private static string Source(string name)
    {
        using var reader = new StreamReader(typeof(Assets).Assembly.GetManifestResourceStream(Folder + name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("`")]
    private static partial Regex Backtick();
}
