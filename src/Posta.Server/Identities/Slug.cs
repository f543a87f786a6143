using System.Text.RegularExpressions;

namespace Posta.Server.Identities;

/// <summary>An identity's name on this machine, and the name of its folder.</summary>
internal static partial class Slug
{
    public const string Rule = "a slug is made of a-z, 0-9 and -";

    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z")]
    private static partial Regex Pattern();
}
