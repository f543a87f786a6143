using System.Text;
using System.Text.RegularExpressions;

namespace ChatPosta.Doctor;

/// <summary>Looks through bytes for what must not lie in any file in the clear.</summary>
internal sealed partial class SecretShapes(KnownSecrets known)
{
    /// <summary>The longest that is looked for, so that pieces of a file may overlap by as much.</summary>
    public const int Longest = 512;

    // "mst_" in hexadecimal digits and in base64 at each of three offsets; the token's other letters follow.
    private static readonly (string What, Regex Shape)[] Shapes =
    [
        ("a pairing link", PairingLink()),
        ("a token", Token()),
        ("a token in UTF-16", WideToken()),
        ("a token in hexadecimal", HexToken()),
        ("a token in base64", Base64Token()),
        ("a cookie", Cookie()),
        ("an invite link", InviteLink()),
        ("an unlock code", UnlockCode()),
    ];

    /// <summary>What was found, and at which byte.</summary>
    public IEnumerable<(string What, int At)> In(byte[] bytes)
    {
        // One character a byte: what is looked for is ASCII.
        var text = Encoding.Latin1.GetString(bytes);
        return Shapes.SelectMany(shape => shape.Shape.Matches(text).Select(match => (shape.What, match.Index))).Concat(ByTest(text));
    }

    private IEnumerable<(string What, int At)> ByTest(string text)
    {
        foreach (Match run in Letters().Matches(text))
            for (var at = run.Index; at <= run.Index + run.Length - KnownSecrets.InviteCodeLength; at++)
            {
                if (known.IsInviteCode(text.AsSpan(at, KnownSecrets.InviteCodeLength))) yield return ("an invite code", at);
                if (at + KnownSecrets.CookieLength <= run.Index + run.Length && known.IsCookie(text.AsSpan(at, KnownSecrets.CookieLength)))
                    yield return ("a cookie", at);
            }
    }

    [GeneratedRegex(@"posta\+v1://[^\s\0]{1,253}#token=|posta://pair\?")]
    private static partial Regex PairingLink();

    [GeneratedRegex("mst_[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();

    [GeneratedRegex("m\0s\0t\0_\0(?:[A-Za-z0-9_-]\0){43}")]
    private static partial Regex WideToken();

    [GeneratedRegex("6d73745f(?:[2-7][0-9a-f]){43}", RegexOptions.IgnoreCase)]
    private static partial Regex HexToken();

    [GeneratedRegex("(?:bXN0X|1zdF|tc3Rf)[A-Za-z0-9+/_-]{56}")]
    private static partial Regex Base64Token();

    [GeneratedRegex("(?:__Host-)?chat=[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")]
    private static partial Regex Cookie();

    [GeneratedRegex("/register[#?]code=[A-Za-z0-9_-]{32}")]
    private static partial Regex InviteLink();

    [GeneratedRegex("(?<![0-9A-Z-])(?:[0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z-])")]
    private static partial Regex UnlockCode();

    [GeneratedRegex("[A-Za-z0-9_-]{32,}")]
    private static partial Regex Letters();
}
