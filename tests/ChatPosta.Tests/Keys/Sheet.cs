using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Keys;

/// <summary>The paper with the unlock code.</summary>
internal static class Sheet
{
    /// <summary>As one would write it down from that page.</summary>
    public static string Code(string page) =>
        string.Join('-', Rendered.Parse(page).The(".code-sheet__groups").QuerySelectorAll("span").Select(group => group.TextContent));
}
