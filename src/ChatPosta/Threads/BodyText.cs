using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace ChatPosta.Threads;

/// <summary>
/// A stranger's text as HTML: encoded, then links made clickable. The only place that makes raw HTML, so that
/// there is one file to review (security.md §3.1).
/// </summary>
public static partial class BodyText
{
    public sealed record Target(string Address, string Host);

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

#pragma warning disable RS0030 // Everything in it went through the encoder below.
    public static MarkupString Markup(string text) => new(Html(text));
#pragma warning restore RS0030

    public static string Html(string text)
    {
        var plain = Plain(text);
        var html = new StringBuilder(plain.Length + 64);
        var done = 0;
        foreach (Match match in Candidate().Matches(plain))
        {
            var written = TrimSentence(match.Value);
            if (Link(written) is not { } link) continue;

            html.Append(Encode(plain[done..match.Index])).Append(link);
            done = match.Index + written.Length;
        }

        return html.Append(Encode(plain[done..])).ToString();
    }

    /// <summary>Without what steers instead of saying something: bidi controls (UAX #9), which reorder, and other controls.</summary>
    public static string Plain(string text) => Control().Replace(LineEnd().Replace(text, "\n"), "");

    /// <summary>Where a stranger's link leads, as a browser will read it; nothing but http and https.</summary>
    public static Target? TargetOf(string written)
    {
        if (!Uri.TryCreate(written, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return null;

        try
        {
            // The host in its ASCII form and without user info: what is shown and followed is one and the same.
            var address = new UriBuilder(uri) { Host = uri.IdnHost, UserName = "", Password = "" }.Uri.AbsoluteUri;
            return new Target(address, uri.IdnHost);
        }
        catch (UriFormatException)
        {
            // Only now does the framework look whether the host's letters can stand in a name.
            return null;
        }
    }

    private static string? Link(string written)
    {
        if (TargetOf(written) is not { } target) return null;

        var host = ShowsHost(written, target.Host) ? "" : $"""<span class="host"> ({Encode(target.Host)})</span>""";
        return $"""<a href="{Encode(target.Address)}" target="_blank" rel="noopener noreferrer nofollow ugc">{Encode(written)}</a>{host}""";
    }

    /// <summary>False when another host seems meant: user info before an @, or letters that only look Latin.</summary>
    private static bool ShowsHost(string written, string host)
    {
        var shown = written.AsSpan(written.IndexOf("//", StringComparison.Ordinal) + 2);
        if (!shown.StartsWith(host, StringComparison.OrdinalIgnoreCase)) return false;

        var rest = shown[host.Length..];
        return rest.IsEmpty || rest[0] is '/' or '?' or '#' || (rest[0] is ':' && !rest.Contains('@'));
    }

    /// <summary>The full stop, comma or bracket after an address belongs to the sentence.</summary>
    private static string TrimSentence(string written)
    {
        // Counted once: a stranger may send 65,000 brackets.
        var (round, square) = (Surplus(written, '(', ')'), Surplus(written, '[', ']'));
        var end = written.Length;
        while (end > 0 && IsSentence(written[end - 1], ref round, ref square)) end--;
        return written[..end];
    }

    private static int Surplus(string written, char open, char close) =>
        written.AsSpan().Count(close) - written.AsSpan().Count(open);

    private static bool IsSentence(char last, ref int round, ref int square) => last switch
    {
        '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '"' or '…' or '*' or '_' => true,
        ')' => round-- > 0,
        ']' => square-- > 0,
        _ => false,
    };

    private static string Encode(string text) => Encoder.Encode(text);

    [GeneratedRegex(@"\bhttps?://[^\s<>""`\\^{}|\p{Cc}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069-[\n\t]]")]
    private static partial Regex Control();

    [GeneratedRegex(@"\r\n?")]
    private static partial Regex LineEnd();
}
