namespace ChatPosta.Accounts;

/// <summary>The code stands in the fragment, which browsers send to no server and write into no log.</summary>
internal static class InviteLink
{
    public static string For(Uri baseUrl, string code) => new Uri(baseUrl, $"/register#code={code}").AbsoluteUri;
}
