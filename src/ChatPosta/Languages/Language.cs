using System.Globalization;

namespace ChatPosta.Languages;

/// <summary>A language that the pages speak.</summary>
/// <param name="Code">As in <c>lang="…"</c>.</param>
/// <param name="Name">What it calls itself.</param>
public sealed record Language(string Code, string Name)
{
    /// <summary>The language of the sources: what has no translation is shown in it.</summary>
    public static Language English { get; } = new("en", "English");

    public static Language Norwegian { get; } = new("nb", "Norsk bokmål");

    public static IReadOnlyList<Language> All { get; } = [English, Norwegian];

    /// <summary>That of the request which is being answered.</summary>
    public static Language Current => Of(CultureInfo.CurrentUICulture.Name) ?? English;

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Code);

    public static Language? Of(string? code) => All.FirstOrDefault(language => language.Code == code);

    /// <summary>Ours for what a browser calls a language: whoever reads Nynorsk reads Bokmål, and "no" is either.</summary>
    public static Language? Spoken(string tag) => tag.Split('-')[0].ToLowerInvariant() switch
    {
        "en" => English,
        "nb" or "no" or "nn" => Norwegian,
        _ => null,
    };
}
