using System.Net;
using Microsoft.AspNetCore.Builder;
using Posta.Hosting.Http;

namespace Posta.Tests.Hosting.Http;

public sealed class FetchSiteTests
{
    private const string Ours = "(ours)";

    // method, Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest, Origin, session cookie, allowed
    public static TheoryData<string, string?, string?, string?, string?, bool, bool> Requests => new()
    {
        { "POST", "same-origin", "cors", "empty", Ours, true, true },
        { "POST", "same-origin", "navigate", "document", "null", true, true },
        { "POST", "same-site", "navigate", "document", Ours, true, false },
        { "POST", "cross-site", "navigate", "document", "https://evil.example", true, false },
        { "POST", "cross-site", "cors", "empty", Ours, false, false },
        { "POST", "none", "navigate", "document", null, true, false },
        { "POST", "", null, null, Ours, true, false },
        { "POST", null, null, null, Ours, true, true },
        { "POST", null, null, null, "null", true, false },
        { "POST", null, null, null, "https://evil.example", false, false },
        { "POST", null, null, null, "http://localhost", true, false },
        { "POST", null, null, null, null, true, false },
        { "POST", null, null, null, null, false, true },
        { "PUT", "same-site", "cors", "empty", Ours, true, false },
        { "DELETE", null, null, null, null, true, false },
        { "PURGE", null, null, null, null, true, false },
        { "GET", "same-origin", "cors", "empty", null, true, true },
        { "GET", "none", "navigate", "document", null, true, true },
        { "GET", "cross-site", "navigate", "document", null, true, true },
        { "GET", "same-site", "navigate", "document", null, true, true },
        { "GET", "cross-site", "navigate", "iframe", null, true, false },
        { "GET", "cross-site", "no-cors", "script", null, true, false },
        { "GET", "cross-site", "no-cors", "image", null, false, false },
        { "GET", "same-site", "cors", "empty", null, true, false },
        { "GET", null, null, null, null, true, true },
        { "HEAD", "cross-site", "cors", "empty", null, true, false },
        { "OPTIONS", "cross-site", "cors", "empty", "https://evil.example", false, false },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_carried_out_only_if_it_began_here(
        string method, string? site, string? mode, string? dest, string? origin, bool session, bool allowed)
    {
        await using var host = await TestHost.Start(Pipeline);
        var headers = new (string Name, string? Value)[]
        {
            ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest),
            ("Origin", origin == Ours ? $"http://localhost:{host.Port}" : origin), ("Cookie", session ? "session=1" : null),
        };
        using var response = await host.Send(method, "/", [.. headers.Where(each => each.Value is not null).Select(each => (each.Name, each.Value!))]);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_refusal_says_why_in_plain_words()
    {
        await using var host = await TestHost.Start(Pipeline);
        using var response = await host.Send("POST", "/", ("Sec-Fetch-Site", "cross-site"));
        Assert.Contains("another site", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseFetchSite(new FetchSitePolicy { CarriesSession = request => request.Cookies.ContainsKey("session") });
        app.Run(context => context.Response.CompleteAsync());
    }
}
