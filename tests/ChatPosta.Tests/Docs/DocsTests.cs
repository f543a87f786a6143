using System.Text.RegularExpressions;
using ChatPosta.Accounts;

namespace ChatPosta.Tests.Docs;

/// <summary>What the documents name exists, and what an operator needs is named. Whether it is true, people judge.</summary>
public sealed partial class DocsTests
{
    private static readonly string Root = FindRoot();

    /// <summary>Each test file without its ending, and each folder of tests, by its path below <c>tests/</c>.</summary>
    private static readonly string[] Tests =
    [
        .. Directory.EnumerateFileSystemEntries(Path.Combine(Root, "tests"), "*", SearchOption.AllDirectories)
            .Where(entry => entry.EndsWith(".cs", StringComparison.Ordinal) || Directory.Exists(entry))
            .Select(entry => "/" + Path.GetRelativePath(Path.Combine(Root, "tests"), entry).Replace(".cs", "", StringComparison.Ordinal)),
    ];

    [Theory]
    [InlineData("asvs.md", 50)]
    [InlineData("security.md", 35)]
    public void Each_test_that_stands_behind_a_claim_exists(string page, int atLeast)
    {
        // Of other tables the last column means something else.
        var text = Read(page);
        var rows = text[Math.Max(0, text.IndexOf("## The tests behind it", StringComparison.Ordinal))..].Split('\n').Where(line => line.StartsWith('|'));
        var named = rows.SelectMany(line => NamedTest().Matches(line.Split('|')[^2])).Select(match => match.Groups[1].Value.Replace("tests/", "", StringComparison.Ordinal)).ToArray();

        // Precondition: the tables were found at all.
        Assert.True(named.Length >= atLeast, $"{named.Length}");
        Assert.All(named, name => Assert.Contains(Tests, test => test.EndsWith($"/{name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_event_of_the_audit_is_explained()
    {
        var events = typeof(AuditStore).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Assert.NotEmpty(events);
        Assert.All(events, @event => Assert.Contains($"`{@event}`", Read("operate.md"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/ChatPosta/ChatConfig.cs")]
    [InlineData("src/Posta.Hosting/Logging/LogSettings.cs")]
    public void Every_setting_is_listed(string source)
    {
        var keys = SettingKey().Matches(File.ReadAllText(Path.Combine(Root, source))).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains(
            $"`CHAT_POSTA_{key.Replace('.', '_').Replace('-', '_').ToUpperInvariant()}`", Read("operate.md"), StringComparison.Ordinal));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, "docs", page));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatPosta.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    // `Journeys/TwoPeopleTests`, `LimitTests`, `ChatPosta.Tests/Keys`.
    [GeneratedRegex("`([A-Za-z][A-Za-z./]*)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"Setting\.\w+(?:<\w+>)?\(\s*""([a-z.-]+)""")]
    private static partial Regex SettingKey();
}
