using System.Diagnostics;
using System.Text.RegularExpressions;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Docs;

/// <summary>Runs the commands of docs/api.md with bash and curl, and holds what they print against the page.</summary>
public sealed partial class WalkthroughTests
{
    // Between what two blocks print; it comes in no answer.
    private const char Mark = '\u001E';

    [Fact]
    public async Task The_walk_prints_what_the_page_says()
    {
        await using var server = await TestServer.Start("alice");
        var steps = Steps(await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
        Assert.NotEmpty(steps);

        var printed = await Run(server, string.Concat(steps.Select(step => $"{step.Command}\nprintf '{Mark}'\n")));

        Assert.All(steps.Zip(printed.Split(Mark)), pair => Assert.Matches(pair.First.Pattern, pair.Second.Replace("\r", "").TrimEnd('\n')));
    }

    [Fact]
    public async Task The_table_of_codes_names_them_all()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var described = new Description().Operations
            .SelectMany(operation => operation.Element.GetProperty("responses").EnumerateObject())
            .SelectMany(answer => Code().Matches(answer.Value.GetRawText())).Select(match => match.Value).Distinct().ToArray();

        Assert.NotEmpty(described);
        Assert.All(described, code => Assert.Contains($"{code}", page, StringComparison.Ordinal));
    }

    private static string Page
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "docs", "api.md")))
                folder = folder.Parent ?? throw new FileNotFoundException("docs/api.md");
            return Path.Combine(folder.FullName, "docs", "api.md");
        }
    }

    // One process for all, so that what one block sets the next one has.
    private static async Task<string> Run(TestServer server, string script)
    {
        var folder = Directory.CreateTempSubdirectory("posta-walk-").FullName;
        var authority = Path.Combine(folder, "ca.pem");
        await File.WriteAllTextAsync(authority, string.Concat(TestServer.Authority.Roots.Select(root => root.ExportCertificatePem() + "\n")));
        var start = new ProcessStartInfo("bash", ["-e", "-u", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["CURL_CA_BUNDLE"] = authority;
        start.Environment["ME"] = server.Url("alice").Authority;
        start.Environment["TOKEN"] = await server.Tokens("alice").Create("walk");
        start.Environment["no_proxy"] = "*";
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
        Assert.True(bash.ExitCode == 0, $"{await errors}\n{printed}");
        return printed;
    }

    private static Step[] Steps(string page) =>
        [.. Block().Matches(page).Select(match => new Step(match.Groups["command"].Value, match.Groups["printed"].Value))];

    [GeneratedRegex("""^```bash\n(?<command>.*?)\n```\n```(json|text)\n(?<printed>.*?)\n```$""", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("(?<=`)[a-z]+(-[a-z]+)+(?=`)")]
    private static partial Regex Code();

    private sealed record Step(string Command, string Printed)
    {
        public string Pattern => $@"(?s)\A{Regex.Escape(Printed).Replace("…", ".*?")}\z";
    }
}
