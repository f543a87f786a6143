using System.Collections.Immutable;

namespace Posta.Hosting.Http;

/// <summary>A Content-Security-Policy: nothing is allowed but what is said.</summary>
public sealed class ContentSecurityPolicy
{
    /// <summary>No content, no frame around it, no base, no form.</summary>
    public static readonly ContentSecurityPolicy Nothing = new([
        new("default-src", "'none'"),
        new("form-action", "'none'"),
        new("base-uri", "'none'"),
        new("frame-ancestors", "'none'"),
    ]);

    private readonly ImmutableArray<KeyValuePair<string, string>> _directives;
    private readonly string _text;

    private ContentSecurityPolicy(ImmutableArray<KeyValuePair<string, string>> directives)
    {
        _directives = directives;
        _text = string.Join("; ", directives.Select(each => $"{each.Key} {each.Value}".TrimEnd()));
    }

    /// <summary>The same policy with this directive, in place of a former one of that name.</summary>
    /// <param name="directive">Such as <c>img-src</c>.</param>
    /// <param name="sources">Such as <c>'self'</c>; none for a directive like <c>sandbox</c>.</param>
    public ContentSecurityPolicy With(string directive, params ReadOnlySpan<string> sources)
    {
        var value = string.Join(' ', sources);
        return new([.. _directives.Where(each => each.Key != directive), new(directive, value)]);
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => _text;
}
