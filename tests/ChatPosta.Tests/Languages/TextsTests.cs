using System.Collections;
using System.Resources;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatPosta.Languages;
using ChatPosta.Web;
using Posta.Protocol;

namespace ChatPosta.Tests.Languages;

/// <summary>Whatever is said to people is said in each language: sources and Texts.nb.resx hold the same texts.</summary>
public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> Norwegian = new ResourceManager(typeof(Texts))
        .GetResourceSet(Language.Norwegian.Culture, createIfNotExists: true, tryParents: false)!
        .Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!);

    /// <summary>The name of the product, and what a page of code says.</summary>
    private static readonly string[] NotTranslated = ["posta"];

    /// <summary>Names of keys, headers and kinds, and a label of cryptography, which nobody reads.</summary>
    private static readonly string[] NamesInScripts = ["Accept", "Enter", "Escape", "Files", "chat-posta unlock v1 "];

    /// <summary>Where sentences are for those who run the program, or for a database.</summary>
    private static readonly string[] NotForReaders =
        ["Commands/", "Demo/", "Doctor/", "Health/", "Keys/KeyChain.cs", "Accounts/StoredColumns.cs", "Accounts/UserReference.cs", "ChatConfig.cs", "Program.cs"];

    /// <summary>What stands in the database, or is thrown.</summary>
    private static readonly string[] NotSaid = ["no unlock key", "an unknown system", "Accounts change in our own transactions only."];

    /// <summary>Refusals of the protocol's own parser, which knows no language.</summary>
    private static readonly string[] OfTheProtocol =
    [
        .. Enum.GetValues<UrlRejection>().Select(rejection => rejection.Explain()),
        .. new[]
        {
            "x", "posta+v1://a.example", "posta+v1://a.example/x#token=y", "posta+v1://a.example#token=y",
            "posta://pair?token=x", "posta://pair?token=x&url=y&more=z",
        }.Select(pasted => PairingUri.TryParse(pasted, out _, out var reason) ? "" : reason),
    ];

    [Fact]
    public void Every_text_is_there_in_Norwegian()
    {
        // Precondition: the sources were read.
        Assert.True(SourceTexts.All.Count > 300, $"{SourceTexts.All.Count}");
        Assert.Empty(SourceTexts.All.Concat(OfTheProtocol).Except(Norwegian.Keys).Order());
    }

    [Fact]
    public void Every_Norwegian_text_is_of_use() => Assert.Empty(Norwegian.Keys.Except(SourceTexts.All).Except(OfTheProtocol).Order());

    [Fact]
    public void A_translation_leaves_the_same_places_open() => Assert.All(Norwegian, text =>
        Assert.Equal(Places(text.Key), Places(text.Value)));

    [Fact]
    public void The_file_is_in_order()
    {
        var keys = XDocument.Load(Path.Combine(SourceTexts.Folder, "Languages", "Texts.nb.resx")).Root!.Elements("data").Select(text => (string)text.Attribute("name")!).ToArray();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void No_template_has_words_of_its_own()
    {
        var own = Files(".razor").SelectMany(file => RazorText.Words(file.Value).Except(NotTranslated).Select(word => $"{file.Key}: {word}")).ToArray();

        Assert.Empty(own);
    }

    [Fact]
    public void The_rule_for_templates_finds_words()
    {
        Assert.Equal(["Hello", "there"], RazorText.Words("<p class=\"one two\">@if (x) {<b>Hello</b>}@T(\"Good day\") there</p>"));
        Assert.Equal(["Close", "it"], RazorText.Words("<button title=\"Close it\" data-hx-get=\"/x\">@Model.Name <kbd>Esc</kbd></button>"));
    }

    [Fact]
    public void No_script_has_a_sentence_of_its_own()
    {
        var own = Files(".js").SelectMany(file => Strings(file.Value).Where(IsSaid).Select(text => $"{file.Key}: {text}")).ToArray();

        Assert.Empty(own);
    }

    [Fact]
    public void No_code_says_a_sentence_beside_the_texts()
    {
        var own = Files(".cs")
            .Where(file => !NotForReaders.Any(part => file.Key.StartsWith(part, StringComparison.Ordinal)) && !file.Key.EndsWith("Store.cs", StringComparison.Ordinal))
            .SelectMany(file => SourceTexts.Literals(WithoutTexts(file.Value)).Where(text => Sentence().IsMatch(text) && !NotSaid.Contains(text)).Select(text => $"{file.Key}: {text}"));

        Assert.Empty(own);
    }

    private static IEnumerable<KeyValuePair<string, string>> Files(string ending) =>
        SourceTexts.Files.Where(file => file.Key.EndsWith(ending, StringComparison.Ordinal));

    private static string[] Places(string text) => [.. Place().Matches(text).Select(place => place.Value).Order()];

    /// <summary>Without comments, exceptions and logs, which are for developers, and without what is said in T(…).</summary>
    private static string WithoutTexts(string source)
    {
        var spoken = string.Join('\n', source.Replace("'\"'", "", StringComparison.Ordinal).Split('\n').Where(line => !Unspoken().IsMatch(line)));
        return SourceTexts.Calls(spoken).Aggregate(spoken, (text, call) => text.Replace(call, "", StringComparison.Ordinal));
    }

    /// <summary>As served: without comments.</summary>
    private static IEnumerable<string> Strings(string script) =>
        ScriptString().Matches(TailComment().Replace(Encoding.UTF8.GetString(LeanText.Of(Encoding.UTF8.GetBytes(script))), "")).Select(text => text.Groups[2].Value);

    private static bool IsSaid(string text) =>
        !NamesInScripts.Contains(text) && (SpokenWord().IsMatch(text) || SpokenWords().IsMatch(Hole().Replace(text, "")));

    [GeneratedRegex(@"\{[0-9](?=[:}])")]
    private static partial Regex Place();

    [GeneratedRegex(@"^\s*//|throw new|Exception\(|\.Log[A-Z]\w+\(|\[GeneratedRegex")]
    private static partial Regex Unspoken();

    [GeneratedRegex(@"[a-z’',]+ [a-z’']+ [a-z’']+")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"(['""`])((?:[^\\]|\\.)*?)\1")]
    private static partial Regex ScriptString();

    [GeneratedRegex(@"\s//\s.*$", RegexOptions.Multiline)]
    private static partial Regex TailComment();

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[A-Za-z’']{2,}\.? [a-z’']{2,}")]
    private static partial Regex SpokenWords();

    [GeneratedRegex("^[A-Z][a-z]+…?$")]
    private static partial Regex SpokenWord();
}
