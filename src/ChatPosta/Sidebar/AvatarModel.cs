using System.Globalization;
using Posta.Protocol;

namespace ChatPosta.Sidebar;

/// <summary>Two initials on a colour that a peer keeps for ever: it hangs on the URL, not on the name.</summary>
/// <param name="Picture">Where we serve it; "" for none. It lies over the initials, which stay where it cannot be shown.</param>
public sealed record AvatarModel(string Initials, string Colour, string Picture = "")
{
    private static readonly string[] Colours = ["forest", "sky", "terracotta", "gold", "moss"];

    public static AvatarModel Of(PostaUrl url, string name, string picture = "") => new(InitialsOf(name, url.Host), ColourOf(url), picture);

    private static string InitialsOf(string name, string host)
    {
        var words = (name.Length > 0 ? name : host).Split([' ', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        var letters = words.Select(FirstLetter).Where(letter => letter.Length > 0).Take(2);
        return string.Concat(letters).ToUpperInvariant();
    }

    private static string FirstLetter(string word)
    {
        var first = StringInfo.GetNextTextElement(word);
        return char.IsLetterOrDigit(first, 0) ? first : "";
    }

    /// <summary>FNV-1a: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static string ColourOf(PostaUrl url)
    {
        var hash = url.Canonical.Aggregate(2166136261u, (sum, letter) => (sum ^ letter) * 16777619u);
        return Colours[hash % (uint)Colours.Length];
    }
}
