using static ChatPosta.Languages.Texts;

namespace ChatPosta.Sessions;

/// <summary>What a session was started on, in the words of a list of sessions: "Firefox on Linux".</summary>
internal static class Device
{
    private const string UnknownBrowser = "A browser";
    private const string UnknownSystem = "an unknown system";

    // Order matters: each later name also stands in the earlier ones' user agents.
    private static readonly (string Token, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Token, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    public static string Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return $"{Name(Browsers, agent) ?? UnknownBrowser} on {Name(Systems, agent) ?? UnknownSystem}";
    }

    /// <summary>In the reader's language. What is stored stays in one.</summary>
    public static string Words(string device) =>
        device.Split(" on ") is [var browser, var system] ? T("{0} on {1}", Named(browser), Named(system)) : device;

    private static string Named(string name) => name switch
    {
        UnknownBrowser => T("A browser"),
        UnknownSystem => T("an unknown system"),
        _ => name,
    };

    private static string? Name((string Token, string Name)[] known, string agent) =>
        known.FirstOrDefault(one => agent.Contains(one.Token, StringComparison.Ordinal)).Name;
}
