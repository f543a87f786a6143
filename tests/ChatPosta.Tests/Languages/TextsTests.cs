using System.Collections;
using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatPosta.Languages;
using Posta.Protocol;

namespace ChatPosta.Tests.Languages;

/// <summary>Whatever is said to people is said in each language: sources and Texts.nb.resx hold the same texts.</summary>
public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> Norwegian = new ResourceManager(typeof(Texts))
        .GetResourceSet(Language.Norwegian.Culture, createIfNotExists: true, tryParents: false)!
        .Cast<DictionaryEntry>().ToDictionary(text => (string)text.Key, text => (string)text.Value!);

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
        Assert.True(SourceTexts.All.Count > 50, $"{SourceTexts.All.Count}");
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

    private static string[] Places(string text) => [.. Place().Matches(text).Select(place => place.Value).Order()];

    [GeneratedRegex(@"\{[0-9](?=[:}])")]
    private static partial Regex Place();
}
