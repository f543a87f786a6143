using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatPosta.Tests.Web;

/// <summary>Sends what a browser sends: its cookies and the <c>Sec-Fetch-*</c> headers. Follows no redirect.</summary>
internal sealed class Browser(ChatApp app) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Name → value, as set by the answers.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The host that the browser believes to talk to; null for the real one.</summary>
    public string? Host { get; init; }

    /// <summary>The address that a proxy says it has; null for none.</summary>
    public string? Address { get; init; }

    /// <summary>Breaks off what it asked for, as when its window is closed.</summary>
    public CancellationToken Ends { get; init; } = TestContext.Current.CancellationToken;

    /// <summary>A person opens a page.</summary>
    public Task<Answer> Open(string path) => Send(HttpMethod.Get, path, null, Navigation("none"));

    /// <summary>htmx fetches a part of a page.</summary>
    public Task<Answer> Fragment(string path) => Send(HttpMethod.Get, path, null, [.. Fetch, ("HX-Request", "true")]);

    /// <summary>A person sends a form.</summary>
    public Task<Answer> Submit(string path, params (string Name, string Value)[] fields) =>
        Send(HttpMethod.Post, path, Form(fields), Navigation("same-origin"));

    /// <summary>Our script posts JSON.</summary>
    public Task<Answer> Post(string path, JsonNode? body = null) => Post(path, (body ?? new JsonObject()).ToJsonString());

    public Task<Answer> Post(string path, string json) =>
        Send(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), [.. Fetch, ("Accept", "application/json")]);

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, params IEnumerable<(string Name, string Value)> headers)
    {
        using var response = await Begin(method, path, content, headers);
        return await Answer.Of(response);
    }

    /// <summary>Answers as soon as the headers are here.</summary>
    public async Task<HttpResponseMessage> Begin(HttpMethod method, string path, HttpContent? content, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, new Uri(app.Address, path)) { Content = content };
        if (Host is not null) request.Headers.Host = Host;
        if (Address is not null) request.Headers.Add("X-Forwarded-For", Address);
        if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        var response = await _http.SendAsync(request, Ends);
        if (response.Headers.TryGetValues("Set-Cookie", out var set)) foreach (var cookie in set) Keep(cookie);
        return response;
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static (string Name, string Value)[] Navigation(string site) =>
        [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"), ("Accept", "text/html,*/*;q=0.8")];

    public static (string Name, string Value)[] Fetch { get; } =
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "empty")];

    public void Dispose() => _http.Dispose();

    private void Keep(string cookie)
    {
        var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var left, var right] ? (left, right) : (cookie, "");
        if (value.Length > 0) Cookies[name] = value;
        else Cookies.Remove(name);
    }
}

/// <summary>An answer read to its end.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public string Location => Header("Location");

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    /// <summary>What a script shows.</summary>
    public string Error => (string)Json["error"]!;

    /// <summary>What a page of ours shows as an error.</summary>
    public string ErrorOnPage => Rendered.Parse(Body).The("[data-error]").TextContent;

    public string Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : "";

    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var headers = Names(response.Headers).Concat(Names(response.Content.Headers)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, body);
    }

    private static IEnumerable<KeyValuePair<string, string[]>> Names(HttpHeaders headers) =>
        headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()));
}
