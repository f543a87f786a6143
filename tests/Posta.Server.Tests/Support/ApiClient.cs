using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posta.Hosting.Events;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Tests.Support;

/// <summary>A client of one identity, over real HTTPS.</summary>
internal sealed class ApiClient(PostaUrl url, string token) : IDisposable
{
    public HttpClient Http { get; } = RawHttp.Client(url, token);

    public PostaUrl Url => url;

    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<ApiAnswer> Delete(string path) => Send(HttpMethod.Delete, path);

    public Task<ApiAnswer> Post(string path, string json = "{}", string? idempotencyKey = null) =>
        Send(HttpMethod.Post, path, json, idempotencyKey);

    public Task<ApiAnswer> Patch(string path, string json) => Send(HttpMethod.Patch, path, json);

    public async Task<SendReceipt> SendText(PostaUrl peer, string body, string? idempotencyKey = null)
    {
        var answer = await Post("/messages", Text(peer, body), idempotencyKey);
        Assert.Equal(202, answer.Status);
        return answer.Read(ClientApiJson.Default.SendReceipt);
    }

    public static string Text(PostaUrl peer, string body) =>
        $$$"""{"peer":{{{JsonSerializer.Serialize(peer.Display)}}},"payload":{"kind":"posta.text/v1","body":{{{JsonSerializer.Serialize(body)}}}}}""";

    public async Task<Message[]> Messages(PostaUrl peer, string rest = "") =>
        (await Get($"/messages?peer={Uri.EscapeDataString(peer.Display)}{rest}")).Read(ClientApiJson.Default.MessageArray);

    public async Task<Contact[]> Contacts() => (await Get("/contacts")).Read(ClientApiJson.Default.ContactArray);

    /// <summary>Waits until the newest message with the peer is in that state.</summary>
    public async Task<Message> Newest(PostaUrl peer, string state)
    {
        Message? newest = null;
        await Testing.Eventually.True(async () => (newest = (await Messages(peer)).FirstOrDefault())?.State == state, what: $"a {state} message");
        return newest!;
    }

    /// <summary>Opens the event stream and reads up to and including `ready`.</summary>
    public async Task<EventStream> Events(string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Address("/events"));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await EventStream.Open(response);
    }

    public async Task<ApiAnswer> Send(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.Of(response);
    }

    public void Dispose() => Http.Dispose();

    private string Address(string path) => $"https://{url.Authority}/api/v1{path}";
}

internal sealed record ApiAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<ApiAnswer> Of(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), headers);
    }

    /// <summary>The stable code of an error body.</summary>
    public string Code => Read(ClientApiJson.Default.ApiError).Error;

    public T Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body, type)!;
}

/// <summary>An open event stream.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseEvent> _events;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseReader.Read(body, 1 << 20, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>What came before and with `ready`.</summary>
    public IReadOnlyList<SseEvent> Greeting { get; private set; } = [];

    public HttpResponseMessage Response => _response;

    public static async Task<EventStream> Open(HttpResponseMessage response)
    {
        Assert.Equal(200, (int)response.StatusCode);
        var stream = new EventStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var greeting = new List<SseEvent>();
        while (greeting.LastOrDefault()?.Name != EventName.Ready)
            greeting.Add(await stream.Next() ?? throw new EndOfStreamException("no ready"));
        stream.Greeting = greeting;
        return stream;
    }

    /// <summary>The next event; null when the server ended the stream.</summary>
    public async Task<SseEvent?> Next()
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))
            if (!_events.Current.IsKeepAlive)
                return _events.Current;
        return null;
    }

    /// <summary>The next event of that name, passing over others.</summary>
    public async Task<SseEvent> Next(string name)
    {
        while (await Next() is { } found)
            if (found.Name == name)
                return found;
        throw new EndOfStreamException($"no {name}");
    }

    /// <summary>Waits for a comment line, while nothing else comes.</summary>
    public async Task Heartbeat()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.True(_events.Current.IsKeepAlive);
    }

    public void Dispose() => _response.Dispose();
}
