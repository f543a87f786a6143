using System.Diagnostics.CodeAnalysis;

namespace Posta.Hosting.Configuration;

/// <summary>Reads a value from its text; false when the text is not one.</summary>
public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>The TOML type in which a setting stands in the file.</summary>
public enum TomlType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number without a fraction.</summary>
    WholeNumber,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An array of strings, or one string with commas, as in a flag.</summary>
    List,
}

/// <summary>How a setting's value is written: in words for people, its TOML type, and the parser.</summary>
/// <param name="Expects">Completes the sentence "Write …".</param>
/// <param name="Type">The type in a TOML file; flags and the environment give text.</param>
/// <param name="TryParse">The parser, the same for all sources.</param>
public sealed record ValueFormat<T>(string Expects, TomlType Type, TryParse<T> TryParse)
{
    /// <summary>Narrows the format: <c>expects</c> replaces the words.</summary>
    public ValueFormat<T> Where(Func<T, bool> isAcceptable, string expects) => new(
        expects,
        Type,
        (string text, [MaybeNullWhen(false)] out T value) => TryParse(text, out value) && isAcceptable(value));
}
