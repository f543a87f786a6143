using System.Text.RegularExpressions;

namespace ChatPosta.Tests.Languages;

/// <summary>What a Razor part says by itself, without what C# writes into it: text, and the attributes that people read.</summary>
internal static partial class RazorText
{
    public static IEnumerable<string> Words(string source)
    {
        var markup = WithoutCode(Comment().Replace(source, "").Split("\n@code {")[0]);
        var read = Attribute().Matches(markup).Select(attribute => attribute.Groups[1].Value + attribute.Groups[2].Value);
        var text = Branch().Replace(Tag().Replace(Verbatim().Replace(markup, " "), " "), " ");
        return Word().Matches(string.Join(' ', [text, .. read])).Select(word => word.Value);
    }

    private static string WithoutCode(string source)
    {
        var text = Statement().Replace(source, "");
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', StringComparison.Ordinal))
            text = text[..at] + text[ExpressionEnd(text, at + 1)..];
        return text;
    }

    /// <summary>A name with members and brackets, a bracket, a block, or the head of a branch or loop.</summary>
    private static int ExpressionEnd(string text, int at)
    {
        if (text[at] is '{' or '(') return SourceTexts.End(text, at + 1);

        at += Name().Match(text, at).Length;
        if (text[at..].StartsWith(" (", StringComparison.Ordinal)) return SourceTexts.End(text, at + 2);
        while (text[at] is '(' or '[') at = SourceTexts.End(text, at + 1) is var end && text[end] == '.' ? end + 1 + Name().Match(text, end + 1).Length : end;
        return at;
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*(@using|@inherits|case |default:|break;|var |else( if \(.*\))?\s*$).*$", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\}\s*else\b|\bif \([^()]*\)")]
    private static partial Regex Branch();

    [GeneratedRegex(@"\G[\w.]+")]
    private static partial Regex Name();

    /// <summary>What one types, or presses.</summary>
    [GeneratedRegex("<(code|kbd)[^>]*>[^<]*</\\1>")]
    private static partial Regex Verbatim();

    [GeneratedRegex("<[^<>\"]*(\"[^\"]*\"[^<>\"]*)*>")]
    private static partial Regex Tag();

    /// <summary>One word in an attribute of data is a name.</summary>
    [GeneratedRegex("\\s(?:(?:[Tt]itle|aria-label|alt|placeholder)=\"([^\"]*)\"|data-(?!hx)[a-z-]+=\"([^\"]* [^\"]*)\")")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"(?<![\w.-])\p{L}[\p{L}’']+(?![\w-]|\.\w)")]
    private static partial Regex Word();
}
