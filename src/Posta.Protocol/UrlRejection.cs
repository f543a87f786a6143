namespace Posta.Protocol;

/// <summary>Why a text is no identity URL. A text gets the first one that fits, in this order (wire.md §2).</summary>
public enum UrlRejection
{
    /// <summary>Something else than <c>https://</c> in front.</summary>
    NonHttpsScheme,

    /// <summary>An <c>@</c> before the path, even without a name.</summary>
    UserinfoPresent,

    /// <summary>An IPv4 address in any spelling, or anything that begins with a bracket.</summary>
    IpLiteralHost,

    /// <summary>A host that is no DNS name.</summary>
    MalformedHost,

    /// <summary>A port that is not a plain number from 1 to 65535.</summary>
    MalformedPort,

    /// <summary>A dot segment, a broken escape, a character that a path cannot hold, or too much of it.</summary>
    MalformedPath,

    /// <summary>A <c>?</c>, even with nothing behind it.</summary>
    QueryPresent,

    /// <summary>A <c>#</c>, even with nothing behind it.</summary>
    FragmentPresent,
}

/// <summary>What a rejection is called on the wire and to people.</summary>
public static class UrlRejections
{
    /// <summary>The stable code, as it stands in an error body.</summary>
    public static string Code(this UrlRejection rejection) => rejection switch
    {
        UrlRejection.NonHttpsScheme => "non-https-scheme",
        UrlRejection.UserinfoPresent => "userinfo-present",
        UrlRejection.IpLiteralHost => "ip-literal-host",
        UrlRejection.MalformedHost => "malformed-host",
        UrlRejection.MalformedPort => "malformed-port",
        UrlRejection.MalformedPath => "malformed-path",
        UrlRejection.QueryPresent => "query-present",
        UrlRejection.FragmentPresent => "fragment-present",
        _ => throw new ArgumentOutOfRangeException(nameof(rejection)),
    };

    /// <summary>A sentence that says what to change.</summary>
    public static string Explain(this UrlRejection rejection) => rejection switch
    {
        UrlRejection.NonHttpsScheme => "The address must begin with https://.",
        UrlRejection.UserinfoPresent => "The address must not contain a user name: take out the part up to the @.",
        UrlRejection.IpLiteralHost => "The address must have a host name, not an IP address.",
        // Without ICU only ASCII can be checked, hence the hint (W-04).
        UrlRejection.MalformedHost => "The host name is not valid. If it has letters outside a to z, try its xn-- form.",
        UrlRejection.MalformedPort => "The port must be a number from 1 to 65535.",
        UrlRejection.MalformedPath => "The path is too long or has characters that it must not contain.",
        UrlRejection.QueryPresent => "The address must not contain a question mark.",
        UrlRejection.FragmentPresent => "The address must not contain a #.",
        _ => throw new ArgumentOutOfRangeException(nameof(rejection)),
    };
}
