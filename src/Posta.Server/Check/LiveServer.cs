using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posta.Hosting.Egress;
using Posta.Hosting.Events;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Check;

/// <summary>A running posta-server as one of its clients meets it: from outside, over HTTPS, with a token.</summary>
internal sealed class LiveServer(PostaUrl url, Secret token, GuardedHttp http)
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public PostaUrl Url => url;

    /// <summary>What the address answers to anybody.</summary>
    public Task<EgressAnswer> Fetch(Uri address, Action<HttpRequestMessage>? prepare, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        prepare?.Invoke(request);
        return Exchange(request, ct);
    }

    /// <summary>What the API answers to somebody who shows nothing.</summary>
    public Task<EgressAnswer> GetWithoutToken(string path, CancellationToken ct) => Fetch(Address(path), null, ct);

    public async Task<T> Get<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) =>
        Read(await Exchange(Request(HttpMethod.Get, path), ct), HttpStatusCode.OK, type);

    public async Task<SendReceipt> Send(RawJson payload, string idempotencyKey, CancellationToken ct)
    {
        var message = new SendRequest(url.Canonical, payload);
        var request = Request(HttpMethod.Post, "messages", Json(message, ClientApiJson.Default.SendRequest));
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return Read(await Exchange(request, ct), HttpStatusCode.Accepted, ClientApiJson.Default.SendReceipt);
    }

    public Task<EgressAnswer> MarkRead(long rowId, CancellationToken ct)
    {
        var mark = new ReadMark(url.Canonical, rowId);
        return Exchange(Request(HttpMethod.Post, "contacts/read", Json(mark, ClientApiJson.Default.ReadMark)), ct);
    }

    public Task<EgressAnswer> Upload(byte[] image, string mediaType, CancellationToken ct) =>
        Exchange(Request(HttpMethod.Post, "uploads", Content(image, mediaType)), ct);

    public Task<EgressAnswer> RemoveOneself(CancellationToken ct) =>
        Exchange(Request(HttpMethod.Delete, $"contacts?url={Uri.EscapeDataString(url.Canonical)}"), ct);

    /// <summary>Oneself among the contacts; null when not there.</summary>
    public async Task<Contact?> OwnContact(CancellationToken ct)
    {
        var contacts = await Get("contacts", ClientApiJson.Default.ContactArray, ct);
        return Array.Find(contacts, contact => contact.Url == url.Display);
    }

    /// <summary>Where the conversation with oneself stands; 0 when there is none.</summary>
    public async Task<long> NewestRow(CancellationToken ct)
    {
        var page = await Get($"messages?peer={Uri.EscapeDataString(url.Canonical)}&limit=1", ClientApiJson.Default.MessageArray, ct);
        return page is [var newest] ? newest.RowId : 0;
    }

    /// <summary>The messages with oneself above that row, oldest first.</summary>
    public Task<Message[]> MessagesAfter(long rowId, CancellationToken ct) => Get(
        $"messages?peer={Uri.EscapeDataString(url.Canonical)}&after={rowId}&limit=200", ClientApiJson.Default.MessageArray, ct);

    /// <summary>Whether that message to oneself may still arrive by an attempt that is not over.</summary>
    public async Task<bool> IsUnderWay(long rowId, CancellationToken ct)
    {
        var message = (await MessagesAfter(rowId - 1, ct)).FirstOrDefault(message => message.RowId == rowId);
        return message is { State: MessageState.Sending } or { State: MessageState.Pending, Attempts: 0 };
    }

    /// <summary>The event stream, heartbeats included, until it ends or breaks.</summary>
    public async IAsyncEnumerable<SseEvent> Events(string? lastEventId, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, "events");
        if (!string.IsNullOrEmpty(lastEventId))
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await http.Send(request, Limit, ct);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new CheckFailedException($"The event stream was refused with {(int)response.StatusCode}.");

        await foreach (var found in SseReader.Read(await response.Content.ReadAsStreamAsync(ct), MaxAnswer, ct))
            yield return found;
    }

    /// <summary>The answer's JSON, if it came with the right status.</summary>
    public static T Read<T>(EgressAnswer answer, HttpStatusCode expected, JsonTypeInfo<T> type)
    {
        if (answer.Status != expected)
            throw new CheckFailedException($"Expected {(int)expected}, got {(int)answer.Status}: {Start(answer.Body)}");

        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new CheckFailedException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new CheckFailedException($"The answer is not what the API describes: {e.Message}");
        }
    }

    private static string Start(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));

    private async Task<EgressAnswer> Exchange(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
            return await http.Exchange(request, Limit, MaxAnswer, ct);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, Address(path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        return request;
    }

    private Uri Address(string path) => new($"https://{url.Authority}/api/v1/{path}");

    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type) =>
        Content(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json");

    private static ByteArrayContent Content(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
