namespace ChatPosta.Web;

/// <summary>htmx without everything that evaluates text as code or writes inline style (chat.md §8); an attribute counts where it stands.</summary>
internal static class HtmxConfig
{
    public const string Json =
        """{"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"allowNestedOobSwaps":false,"disableInheritance":true}""";
}
