using System.Text.Json;

namespace Posta.Hosting.Cli;

/// <summary>One column of a listing: its heading in words ("last used"), and how a row gives its value.</summary>
public sealed record Column<T>(string Heading, Func<T, object?> Value)
{
    /// <summary>The member name under <c>--json</c>: "last used" is <c>lastUsed</c>.</summary>
    public string Member => JsonNamingPolicy.CamelCase.ConvertName(
        string.Concat(Heading.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
}
