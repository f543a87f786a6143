using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace ChatPosta.Languages;

/// <summary>
/// What a person reads, in the language of the request. The English text is the key, so that it stands where it is shown;
/// Texts.nb.resx has the others. docs/languages.md tells how to add a text or a language.
/// </summary>
public static partial class Texts
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Tables =
        Language.All.ToFrozenDictionary(language => language.Code, Read);

    public static string T(string english) => Tables[Language.Current.Code].GetValueOrDefault(english, english);

    /// <summary>For a text of the protocol, which the compiler does not see here.</summary>
    public static string Translated(string english) => T(english);

    /// <summary>With <c>{0}</c>, <c>{1}</c> … for what only the moment knows.</summary>
    public static string T(string english, params object?[] values) => string.Format(CultureInfo.InvariantCulture, T(english), values);

    /// <summary>The one rule of number that English and Norwegian share. <c>{0}</c> is the number.</summary>
    public static string T(long number, string one, string many) => T(number == 1 ? one : many, [number]);

    /// <summary>A sentence with markup in it, which stands for <c>{0}</c>.</summary>
    public static RenderFragment T(string english, params RenderFragment[] parts) =>
        T(english, [.. parts.Select(part => (RenderFragment<string>)(_ => part))]);

    /// <summary>A sentence with markup around some of its words: <c>{0:with another passkey}</c>.</summary>
    public static RenderFragment T(string english, params RenderFragment<string>[] parts) => builder =>
    {
        var (text, at) = (T(english), 0);
        foreach (Match part in Part().Matches(text))
        {
            builder.AddContent(0, text[at..part.Index]);
            builder.AddContent(1, parts[part.Groups["number"].Value[0] - '0'](part.Groups["words"].Value));
            at = part.Index + part.Length;
        }

        builder.AddContent(2, text[at..]);
    };

    /// <summary>Each language alone: what is missing is shown in English, without a search through parents.</summary>
    private static FrozenDictionary<string, string> Read(Language language) =>
        new ResourceManager(typeof(Texts)).GetResourceSet(language.Culture, createIfNotExists: true, tryParents: false) is { } texts
            ? texts.Cast<DictionaryEntry>().ToFrozenDictionary(text => (string)text.Key, text => (string)text.Value!)
            : FrozenDictionary<string, string>.Empty;

    [GeneratedRegex(@"\{(?<number>[0-9])(:(?<words>[^}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
