namespace ChatPosta.Sessions;

/// <summary>What a session was started on, in the words of a list of sessions: "Firefox on Linux".</summary>
internal static class Device
{
    // Order matters: each later name also stands in the earlier ones' user agents.
    private static readonly (string Token, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Token, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    public static string Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return $"{Name(Browsers, agent) ?? "A browser"} on {Name(Systems, agent) ?? "an unknown system"}";
    }

    private static string? Name((string Token, string Name)[] known, string agent) =>
        known.FirstOrDefault(one => agent.Contains(one.Token, StringComparison.Ordinal)).Name;
}
