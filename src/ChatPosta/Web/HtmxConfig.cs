namespace ChatPosta.Web;

/// <summary>htmx without everything that evaluates text as code or writes inline style (chat.md §8); an attribute counts where it stands.</summary>
/// <remarks>The longest that we wait for a user's server is 15 s; a connection that has silently gone answers never.</remarks>
internal static class HtmxConfig
{
    public const string Json =
        """{"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"allowNestedOobSwaps":false,"disableInheritance":true,"timeout":30000}""";
}
