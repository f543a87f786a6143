using System.Text.RegularExpressions;

namespace ChatPosta.Tests.Web;

/// <summary>
/// What the compiler refuses (RS0030) is refused as long as it is on the list, the list is given to every project, and
/// nobody makes an exception that nobody has looked at.
/// </summary>
public sealed partial class BannedTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("HttpHeaders.TryAddWithoutValidation(System.String,System.String)")]
    [InlineData("HttpHeaders.TryAddWithoutValidation(System.String,System.Collections.Generic.IEnumerable")]
    [InlineData("HttpClient.#ctor;")]
    [InlineData("HttpClient.#ctor(System.Net.Http.HttpMessageHandler);")]
    [InlineData("HttpClient.#ctor(System.Net.Http.HttpMessageHandler,System.Boolean);")]
    [InlineData("MarkupString;")]
    [InlineData("DateTime.UtcNow;")]
    public void It_is_on_the_list(string symbol) =>
        Assert.Contains(symbol, File.ReadAllText(Path.Combine(Root, "BannedSymbols.txt")), StringComparison.Ordinal);

    [Fact]
    public void Every_project_has_the_list_and_its_warnings_are_errors()
    {
        var settings = File.ReadAllText(Path.Combine(Root, "Directory.Build.props"));

        Assert.Contains("BannedSymbols.txt", settings, StringComparison.Ordinal);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", settings, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("RS0030", settings + File.ReadAllText(Path.Combine(Root, ".editorconfig")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exceptions_are_those_that_were_looked_at()
    {
        var exceptions = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Exception().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file));

        Assert.Equal(["BodyText.cs", "GuardedHttp.cs"], exceptions.Order());
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatPosta.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No ChatPosta.sln above the tests.");
        return folder;
    }

    [GeneratedRegex("(disable|SuppressMessage).*RS0030")]
    private static partial Regex Exception();
}
