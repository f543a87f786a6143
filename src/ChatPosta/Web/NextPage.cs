namespace ChatPosta.Web;

/// <summary>
/// Where somebody wanted to go before sign-in came in between: <c>/login?next=</c>. Anybody can make such a link, so it
/// leads to pages of this site and nowhere else (security.md §3.1).
/// </summary>
internal static class NextPage
{
    public const string Home = "/";

    private const string SignIn = "/login";
    private const int MaxLength = 2048;

    /// <summary>After these, one is signed out or asked once more.</summary>
    private static readonly string[] Refused = [SignIn, "/logout", "/register"];

    /// <summary>The sign-in page that leads on to <paramref name="page"/>.</summary>
    public static string SignInFor(string page) =>
        From(page) is var next && next != Home ? $"{SignIn}?next={Uri.EscapeDataString(next)}" : SignIn;

    /// <summary>What was asked for, if it is a path of ours as a browser would write it; otherwise home.</summary>
    public static string From(string? asked) => asked is { Length: > 0 and <= MaxLength } && IsOurs(asked) ? asked : Home;

    private static bool IsOurs(string asked)
    {
        // Browsers drop tabs and line ends, take a backslash for a slash, and encode everything else that is not here.
        if (asked[0] != '/' || asked.Any(letter => letter is <= ' ' or > '~' or '\\')) return false;

        var path = Decode(asked.Split('?', '#')[0]);
        return !path.StartsWith("//", StringComparison.Ordinal)
            && !path.Split('/').Any(segment => segment is "." or "..")
            && !Refused.Any(page => path.Equals(page, StringComparison.OrdinalIgnoreCase) || path.StartsWith($"{page}/", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As often as it takes, so that nothing is left for somebody else to decode.</summary>
    private static string Decode(string path)
    {
        var decoded = Uri.UnescapeDataString(path).Replace('\\', '/');
        return decoded == path ? path : Decode(decoded);
    }
}
