using System.Text.RegularExpressions;

namespace ChatPosta.Tests;

/// <summary>The rules of direction (docs/architecture.md), read from the sources. A failure names the file and the rule.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What features share. They know each other and the libraries, and no feature.</summary>
    private static readonly string[] Shared = ["Accounts", "Keys", "Languages", "Limits", "Live", "Media", "Passkeys", "Sessions", "Upstream", "Web"];

    /// <summary>What people do.</summary>
    private static readonly string[] Features = ["Composer", "Contacts", "Details", "Keyboard", "NewConversation", "Queue", "Requests", "Search", "Share", "Sidebar", "Settings", "SignIn", "SignUp", "Threads"];

    /// <summary>What starts and watches the program.</summary>
    private static readonly string[] Outer = ["Commands", "Demo", "Doctor", "Health"];

    private static readonly string Root = FindRoot();
    private static readonly Source[] All = [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories).Select(Read).OfType<Source>()];

    [Fact]
    public void The_folders_are_those_that_these_rules_know()
    {
        var folders = Chat.Select(source => source.Folder).Where(folder => folder is not ("" or "Migrations")).Distinct().Order();

        Assert.Equal(Shared.Concat(Features).Concat(Outer).Order(), folders);
    }

    [Fact]
    public void The_protocol_needs_neither_a_package_nor_asp_net()
    {
        Assert.DoesNotMatch("PackageReference|FrameworkReference|ProjectReference|Sdk.Web", File.ReadAllText(Project("Posta.Protocol")));
        Forbid("the protocol knows System and itself", In("Posta.Protocol"), source => source.Uses.Any(name => !Begins(name, "System", "Posta.Protocol")));
    }

    [Fact]
    public void Hosting_knows_neither_program() => Forbid(
        "hosting knows neither program", In("Posta.Hosting"), source => source.Names("Posta.Server") || source.Names("ChatPosta"));

    [Fact]
    public void The_server_does_not_know_the_chat() =>
        Forbid("the server does not know the chat", In("Posta.Server"), source => source.Names("ChatPosta"));

    [Fact]
    public void The_server_is_known_to_the_demo_only() => Forbid(
        "only the demo knows posta-server", Chat.Where(source => source.Folder != "Demo"), source => source.Names("Posta.Server"));

    [Fact]
    public void What_is_shared_names_no_feature() => Forbid(
        // Shell.razor is the frame of every signed-in page, and the sidebar is part of that frame.
        "a shared folder names no feature",
        Chat.Where(source => Shared.Contains(source.Folder) && source.File != "Shell.razor"),
        source => Features.Concat(Outer).Any(feature => source.Names($"ChatPosta.{feature}") || source.Refers($"{feature}.")));

    [Fact]
    public void No_feature_names_what_starts_the_program() => Forbid(
        "a feature does not know commands, demo or health",
        Chat.Where(source => Features.Contains(source.Folder)),
        source => Outer.Any(outer => source.Names($"ChatPosta.{outer}")));

    [Fact]
    public void A_feature_uses_anothers_templates_and_models_only()
    {
        var inner = Chat.Where(source => Features.Contains(source.Folder) && InnerPart().IsMatch(source.Name)).ToArray();

        Forbid(
            "a feature uses neither endpoints nor stores of another",
            Chat.Where(source => source.Folder.Length > 0),
            source => inner.Any(part => part.Folder != source.Folder && source.Refers(part.Name)));
    }

    [Fact]
    public void Sql_stands_in_stores() => Forbid(
        "SQL stands in *Store.cs, and in *Database.cs, which opens and checks the file",
        Chat.Where(source => !source.File.EndsWith("Store.cs", StringComparison.Ordinal) && !source.File.EndsWith("Database.cs", StringComparison.Ordinal)),
        source => source.Uses.Contains("Dapper") || Sql().IsMatch(source.Text));

    [Fact]
    public void The_http_context_stays_at_the_edge() => Forbid(
        // Binders hand a handler what it asks for. The framework's passkey handler wants the context.
        "HttpContext stands in endpoints, middleware, Web and BindAsync",
        Chat.Where(source => source.Folder is not ("Web" or "Passkeys" or "") && !EdgePart().IsMatch(source.Name)),
        source => source.Code.Any(line => Word("HttpContext").IsMatch(line) && !line.Contains(" BindAsync(HttpContext context)", StringComparison.Ordinal)));

    [Fact]
    public void No_trigger_has_a_filter() => Forbid(
        "a trigger filter fails open without eval", Templates, source => Trigger().Matches(source.Text).Any(match => match.Value.Contains('[')));

    [Fact]
    public void No_template_has_inline_script_or_style() => Forbid(
        "scripts and styles are files", Templates, source => Inline().IsMatch(source.Text));

    [Fact]
    public void Every_form_works_by_itself() => Forbid(
        "a form has an action and a method",
        Templates,
        source => Form().Matches(source.Text).Any(form => !form.Value.Contains(" action=", StringComparison.Ordinal) || !form.Value.Contains(" method=", StringComparison.Ordinal)));

    [Fact]
    public void Templates_inject_nothing() => Forbid(
        "a template is a function of its model", Templates, source => source.Text.Contains("@inject", StringComparison.Ordinal));

    [Fact]
    public void The_rules_read_sources_that_are_there()
    {
        Assert.True(Chat.Count() > 100 && Templates.Count() > 20);
        Assert.Contains(Templates, source => Form().IsMatch(source.Text) && Trigger().IsMatch(source.Text));
        Assert.Contains(Chat, source => Sql().IsMatch(source.Text));
    }

    private static IEnumerable<Source> Chat => In("ChatPosta");

    private static IEnumerable<Source> Templates => Chat.Where(source => source.File.EndsWith(".razor", StringComparison.Ordinal));

    private static IEnumerable<Source> In(string project) => All.Where(source => source.Project == project);

    private static string Project(string name) => Path.Combine(Root, "src", name, $"{name}.csproj");

    private static void Forbid(string rule, IEnumerable<Source> sources, Func<Source, bool> breaks)
    {
        var broken = sources.Where(breaks).Select(source => source.Path).Order().ToArray();
        Assert.True(broken.Length == 0, $"Rule: {rule}. Broken by {string.Join(", ", broken)}.");
    }

    private static bool Begins(string name, params IEnumerable<string> roots) =>
        roots.Any(root => name == root || name.StartsWith(root + ".", StringComparison.Ordinal));

    private static Regex Word(string word) => new($@"\b{Regex.Escape(word)}\b");

    private static Source? Read(string file)
    {
        var path = Path.GetRelativePath(Path.Combine(Root, "src"), file).Replace('\\', '/');
        var isOurs = path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal);
        return isOurs && !path.Contains("/node_modules/", StringComparison.Ordinal) ? new Source(path, File.ReadAllText(file)) : null;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatPosta.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No ChatPosta.sln above the tests.");
        return folder;
    }

    [GeneratedRegex("(Endpoints?|Store)$")]
    private static partial Regex InnerPart();

    [GeneratedRegex("(Endpoints?|Middleware|SignUpPasskey|Cookie)$")]
    private static partial Regex EdgePart();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\s")]
    private static partial Regex Sql();

    [GeneratedRegex("hx-trigger=\"[^\"]*\"")]
    private static partial Regex Trigger();

    [GeneratedRegex(@"<style|\sstyle=|<script(?![^>]* src=)|\son[a-z]+=""|hx-on|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("<form[^>]*>")]
    private static partial Regex Form();

    /// <param name="Path">Below src: <c>ChatPosta/Threads/Window.cs</c>.</param>
    private sealed record Source(string Path, string Text)
    {
        private readonly string[] _parts = Path.Split('/');

        public string Project => _parts[0];

        /// <summary>"" for what lies in the project's own folder.</summary>
        public string Folder => _parts.Length > 2 ? _parts[1] : "";

        public string File => _parts[^1];

        public string Name => File.Split('.', '{')[0];

        /// <summary>Without comments, where a rule may well be spoken of.</summary>
        public IEnumerable<string> Code => Text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

        public IEnumerable<string> Uses => Using().Matches(Text).Select(match => match.Groups[1].Value);

        /// <summary>In a using line, or written out in full.</summary>
        public bool Names(string space) => Code.Any(line => !line.StartsWith("namespace ", StringComparison.Ordinal) && Word(space).IsMatch(line));

        public bool Refers(string part) => Code.Any(line => Regex.IsMatch(line, $@"(?<![\w.""/]){Regex.Escape(part)}(?![\w""])"));

        private static Regex Using() => new(@"^\s*@?using (?:static )?([A-Z][\w.]*)", RegexOptions.Multiline);
    }
}
