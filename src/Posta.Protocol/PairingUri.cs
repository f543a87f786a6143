using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Posta.Protocol;

/// <summary>
/// What links a client to a server: <c>posta+v1://host[:port]#token=mst_…</c> (C-22), or in the form for apps
/// <c>posta://pair?token=mst_…&amp;url=https%3A%2F%2Fhost</c>, whose url may be the identity's with a path. The token is a
/// secret: keep the text of this record out of logs and pages.
/// </summary>
/// <param name="Authority">The host, and the port unless it is 443.</param>
/// <param name="Token">The bearer token.</param>
public sealed record PairingUri(string Authority, string Token)
{
    private const string Scheme = "posta+v1://";
    private const string TokenKey = "#token=";
    private const string TokenPrefix = "mst_";
    private const int TokenLength = 43;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Where the server is.</summary>
    public Uri Origin => new("https://" + Authority);

    /// <summary>Reads what a person pasted.</summary>
    /// <param name="text">The text; white space around it is forgiven.</param>
    /// <param name="uri">The parts.</param>
    /// <param name="reason">What is wrong, as a sentence that does not repeat the text, which may hold the token.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PairingUri? uri, out string reason)
    {
        uri = null;
        reason = Refuse(text.Trim(), out var authority, out var token) ?? "";
        if (reason.Length == 0)
            uri = new PairingUri(authority, token);
        return uri is not null;
    }

    public override string ToString() => Scheme + Authority + TokenKey + Token;

    // By hand: the framework does not normalise the host of a scheme that it does not know, so that an IP address in
    // disguise would surface only in the https URL made from it.
    private static string? Refuse(string text, out string authority, out string token)
    {
        authority = "";
        var problem = AppPairingLink.Matches(text)
            ? AppPairingLink.Split(text, out var server, out token)
            : Split(text, out server, out token);
        if (problem is not null)
            return problem;
        if (!PostaUrl.TryCanonicalize(server, out var url, out var rejection))
            return rejection.Explain();
        authority = url.Authority;
        return IsToken(token) ? null : "The token in the link is not complete, or something follows it.";
    }

    private static string? Split(string text, out string server, out string token)
    {
        (server, token) = ("", "");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return $"The link must begin with {Scheme} or posta://pair.";
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return "The link has no token: copy all of it.";
        server = "https://" + text[Scheme.Length..hash];
        if (text.AsSpan()[Scheme.Length..hash].ContainsAny('/', '?'))
            return "The link must name a server only, without a path.";
        if (text[hash..].StartsWith(TokenKey, StringComparison.Ordinal))
            token = text[(hash + TokenKey.Length)..];
        return null;
    }

    private static bool IsToken(string text) =>
        text.Length == TokenPrefix.Length + TokenLength
        && text.StartsWith(TokenPrefix, StringComparison.Ordinal)
        && text.AsSpan(TokenPrefix.Length).IndexOfAnyExcept(TokenCharacters) < 0;
}
