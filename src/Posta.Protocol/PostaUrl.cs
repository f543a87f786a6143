using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Posta.Protocol.Urls;

namespace Posta.Protocol;

/// <summary>
/// A participant: one https URL that is the identity, the inbox and the place of the public keys. There is one spelling
/// of each, the canonical one, so that two of them are equal when their texts are (wire.md §2).
/// </summary>
public sealed record PostaUrl
{
    private const string Scheme = "https://";
    private const int DefaultPort = 443;

    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create("/?#");
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private PostaUrl(string host, int port, string path)
    {
        Host = host;
        Port = port;
        Path = path;
        Authority = port == DefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        Canonical = Scheme + Authority + path;
    }

    /// <summary>The one spelling of the URL on the wire.</summary>
    public string Canonical { get; }

    /// <summary>The form that people read: without <c>https://</c>.</summary>
    public string Display => Canonical[Scheme.Length..];

    /// <summary>The host name in lower case, with A-labels.</summary>
    public string Host { get; }

    /// <summary>The port, 443 when the URL names none.</summary>
    public int Port { get; }

    /// <summary><c>host</c> or <c>host:port</c>: what a server dispatches by.</summary>
    public string Authority { get; }

    /// <summary>Empty, or a slash and more, without a slash at its end.</summary>
    public string Path { get; }

    /// <summary>Brings a text into canonical form. Every text gives a URL or exactly one rejection.</summary>
    public static bool TryCanonicalize(string text, [NotNullWhen(true)] out PostaUrl? url, out UrlRejection rejection)
    {
        url = null;
        if (Refuse(text, out var host, out var port, out var path) is { } found)
        {
            rejection = found;
            return false;
        }
        rejection = default;
        url = new PostaUrl(host, port, path);
        return true;
    }

    /// <summary>Reads what a person typed: white space around it and a missing scheme are forgiven (W-06).</summary>
    public static bool TryParseInput(string typed, [NotNullWhen(true)] out PostaUrl? url, out UrlRejection rejection)
    {
        var text = typed.Trim(' ', '\t', '\n', '\v', '\f', '\r');
        return TryCanonicalize(HasScheme(text) ? text : Scheme + text, out url, out rejection);
    }

    /// <summary>Reads a URL that we wrote ourselves.</summary>
    /// <exception cref="FormatException">It is no identity URL.</exception>
    public static PostaUrl Parse(string text) =>
        TryCanonicalize(text, out var url, out var rejection) ? url : throw new FormatException(rejection.Explain());

    /// <summary>Whether a text is a URL in its canonical spelling, as <c>sender</c> and <c>recipient</c> must be.</summary>
    public static bool IsCanonical(string text) => TryCanonicalize(text, out var url, out _) && url.Canonical == text;

    /// <summary>The URL to request. The framework must not tidy it: a peer's path is compared byte for byte.</summary>
    public Uri ToUri() => new(Path.Length > 0 ? Canonical : Canonical + "/", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public override string ToString() => Canonical;

    public bool Equals(PostaUrl? other) => other is not null && Canonical == other.Canonical;

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    // Where the parts begin is W-01; the order of the checks is wire.md §2.
    private static UrlRejection? Refuse(string text, out string host, out int port, out string path)
    {
        (host, port, path) = ("", DefaultPort, "");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return UrlRejection.NonHttpsScheme;
        var rest = text.AsSpan(Scheme.Length);
        var authority = Before(rest, AuthorityEnds);
        if (authority.Contains('@'))
            return UrlRejection.UserinfoPresent;
        if (RefuseAuthority(authority, out host, out port) is { } bad)
            return bad;
        rest = rest[authority.Length..];
        var end = rest.IndexOfAny('?', '#');
        if (!UrlPath.TryCanonicalize(end < 0 ? rest : rest[..end], out path) || IsTooLong(host, port, path))
            return UrlRejection.MalformedPath;
        if (end < 0)
            return null;
        return rest[end] == '?' ? UrlRejection.QueryPresent : UrlRejection.FragmentPresent;
    }

    // The host ends at the first colon (W-03).
    private static UrlRejection? RefuseAuthority(ReadOnlySpan<char> authority, out string host, out int port)
    {
        port = DefaultPort;
        var colon = authority.IndexOf(':');
        if (HostName.Refuse(colon < 0 ? authority : authority[..colon], out host) is { } bad)
            return bad;
        if (colon < 0 || TryReadPort(authority[(colon + 1)..], out port))
            return null;
        return UrlRejection.MalformedPort;
    }

    private static bool TryReadPort(ReadOnlySpan<char> digits, out int port)
    {
        port = 0;
        return digits.Length is > 0 and <= 5
            && digits[0] != '0'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= ushort.MaxValue;
    }

    private static bool IsTooLong(string host, int port, string path) =>
        new PostaUrl(host, port, path).Canonical.Length > WireFormat.MaxUrlBytes;

    private static bool HasScheme(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0 && text.AsSpan(0, scheme).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, SearchValues<char> ends)
    {
        var end = text.IndexOfAny(ends);
        return end < 0 ? text : text[..end];
    }
}
