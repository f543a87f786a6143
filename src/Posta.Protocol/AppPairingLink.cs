namespace Posta.Protocol;

/// <summary>
/// The form of a pairing link that opens an app: <c>posta://pair?token=mst_…&amp;url=https%3A%2F%2F…</c>. The two members
/// stand in either order, each once, and nothing stands beside them.
/// </summary>
internal static class AppPairingLink
{
    private const string Prefix = "posta://pair?";
    private const string TokenKey = "token=";
    private const string UrlKey = "url=";

    public static bool Matches(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the two members apart; answers what is wrong, or null. What is in them is not checked here.</summary>
    public static string? Split(string text, out string url, out string token)
    {
        (url, token) = ("", "");
        foreach (var member in text[Prefix.Length..].Split('&'))
        {
            if (token.Length == 0 && member.StartsWith(TokenKey, StringComparison.Ordinal))
                token = member[TokenKey.Length..];
            else if (url.Length == 0 && member.StartsWith(UrlKey, StringComparison.Ordinal))
                url = Uri.UnescapeDataString(member[UrlKey.Length..]);
            else
                return "The link must have one token and one url, and nothing else.";
        }

        return url.Length > 0 && token.Length > 0 ? null : "The link has no token or no url: copy all of it.";
    }
}
