using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatPosta.Sessions;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Upstream;

/// <summary>Typed calls to one user's posta-server. Every failure is an <see cref="UpstreamException"/> with words for the user.</summary>
/// <param name="origin">The token goes here and nowhere else; redirects are not followed.</param>
internal sealed class PostaClient(GuardedHttp http, Uri origin, Secret token)
{
    /// <summary>A page of messages of 65,536 bytes each still fits.</summary>
    private const int MaxAnswer = 16 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>For a picture on its way from a slow phone through us.</summary>
    private static readonly TimeSpan UploadLimit = TimeSpan.FromMinutes(2);

    public static ValueTask<PostaClient?> BindAsync(HttpContext context) => ValueTask.FromResult(
        context.Features.Get<Session>() is { } session ? Of(session, context.RequestServices.GetRequiredService<GuardedHttp>()) : null);

    public static PostaClient Of(Session session, GuardedHttp http) => new(http, session.User.ServerOrigin, session.Token);

    public Task<Identity> Identity(CancellationToken ct) => Get("identity", ClientApiJson.Default.Identity, ct);

    /// <summary>Null leaves a member as it is.</summary>
    public Task<Identity> ChangeProfile(IdentityPatch patch, CancellationToken ct) =>
        Answer(Request(HttpMethod.Patch, "identity", Json(patch, ClientApiJson.Default.IdentityPatch)), ClientApiJson.Default.Identity, ct);

    /// <summary>Passes the picture on as it comes.</summary>
    public Task SetPicture(Stream picture, string mediaType, CancellationToken ct)
    {
        var content = new StreamContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Exchange(Request(HttpMethod.Put, "identity/avatar", content), ct, UploadLimit);
    }

    public Task RemovePicture(CancellationToken ct) => Exchange(Request(HttpMethod.Delete, "identity/avatar"), ct);

    /// <summary>Stores a picture, passing it on as it comes. The same bytes have the same address.</summary>
    public Task<Upload> Upload(Stream picture, string mediaType, CancellationToken ct)
    {
        var content = new StreamContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Answer(Request(HttpMethod.Post, "uploads", content), ClientApiJson.Default.Upload, ct, UploadLimit);
    }

    /// <summary>By last message, newest first.</summary>
    public async Task<IReadOnlyList<Contact>> Contacts(CancellationToken ct) =>
        Present(await Get("contacts", ClientApiJson.Default.IReadOnlyListContact, ct));

    /// <summary>Makes the peer a contact, whatever they were before.</summary>
    public Task<Contact> AddContact(PostaUrl peer, CancellationToken ct) => Answer(
        Request(HttpMethod.Post, "contacts", Json(new ContactUrl(peer.Canonical), ClientApiJson.Default.ContactUrl)), ClientApiJson.Default.Contact, ct);

    /// <summary>Takes the peer off the list; their messages stay.</summary>
    public Task RemoveContact(PostaUrl peer, CancellationToken ct) =>
        Exchange(Request(HttpMethod.Delete, $"contacts?url={Uri.EscapeDataString(peer.Canonical)}"), ct);

    /// <summary>Null leaves a member as it is.</summary>
    public Task<Contact> ChangeContact(ContactPatch patch, CancellationToken ct) =>
        Answer(Request(HttpMethod.Patch, "contacts", Json(patch, ClientApiJson.Default.ContactPatch)), ClientApiJson.Default.Contact, ct);

    /// <summary>Newest first. An unknown peer has no messages.</summary>
    /// <param name="before">Only rows below this one.</param>
    /// <param name="limit">1–200.</param>
    public async Task<IReadOnlyList<Message>> Messages(PostaUrl peer, long? before, int limit, CancellationToken ct)
    {
        var query = $"messages?peer={Uri.EscapeDataString(peer.Canonical)}&limit={limit}";
        var path = before is null ? query : $"{query}&before={before}";
        return Present(await Get(path, ClientApiJson.Default.IReadOnlyListMessage, ct));
    }

    /// <summary>Oldest first, from the first row above that one.</summary>
    public async Task<IReadOnlyList<Message>> MessagesAfter(PostaUrl peer, long after, int limit, CancellationToken ct) => Present(await Get(
        $"messages?peer={Uri.EscapeDataString(peer.Canonical)}&limit={limit}&after={after}", ClientApiJson.Default.IReadOnlyListMessage, ct));

    /// <summary>All that the server knows of one message; null from a server that tells no more than its lists do.</summary>
    public async Task<MessageDetails?> Details(long rowId, CancellationToken ct)
    {
        try
        {
            return await Get($"messages/{rowId}", ClientApiJson.Default.MessageDetails, ct);
        }
        catch (UpstreamException exception) when (exception.Error.Failure == UpstreamFailure.Rejected)
        {
            return null;
        }
    }

    /// <summary>Newest first.</summary>
    /// <param name="typed">As the user typed it: what narrows a search down is the server's to read.</param>
    /// <param name="before">Only rows below this one.</param>
    public async Task<IReadOnlyList<Message>> Search(string typed, long? before, int limit, CancellationToken ct)
    {
        var query = $"search?q={Uri.EscapeDataString(typed)}&limit={limit}";
        var path = before is null ? query : $"{query}&before={before}";
        return Present(await Get(path, ClientApiJson.Default.IReadOnlyListMessage, ct));
    }

    /// <param name="idempotencyKey">The same key with the same message is one message, however often it is sent.</param>
    public Task<SendReceipt> Send(SendRequest message, string idempotencyKey, CancellationToken ct)
    {
        var request = Request(HttpMethod.Post, "messages", Json(message, ClientApiJson.Default.SendRequest));
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return Answer(request, ClientApiJson.Default.SendReceipt, ct);
    }

    public Task<SendReceipt> Retry(long rowId, CancellationToken ct) =>
        Answer(Request(HttpMethod.Post, $"messages/{rowId}/retry"), ClientApiJson.Default.SendReceipt, ct);

    /// <summary>Moves the read mark forward; a mark that is already there or further stays.</summary>
    public Task MarkRead(PostaUrl peer, long rowId, CancellationToken ct)
    {
        var mark = new ReadMark(peer.Canonical, rowId);
        return Exchange(Request(HttpMethod.Post, "contacts/read", Json(mark, ClientApiJson.Default.ReadMark)), ct);
    }

    /// <summary>The event stream; the caller disposes the answer. Its body has no time limit but the caller's.</summary>
    public async Task<HttpResponseMessage> OpenEvents(string? lastEventId, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, "events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (!string.IsNullOrEmpty(lastEventId)) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Reach(() => http.Send(request, Limit, ct));
        if (response.IsSuccessStatusCode) return response;

        using (response) throw new UpstreamException(UpstreamError.Of(response.StatusCode));
    }

    private Task<T> Get<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) =>
        Answer(Request(HttpMethod.Get, path), type, ct);

    private async Task<T> Answer<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken ct, TimeSpan? limit = null)
    {
        var answer = await Exchange(request, ct, limit);
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw Faulty(answer);
        }
        catch (JsonException exception)
        {
            throw Faulty(answer, exception);
        }
    }

    /// <summary>The whole answer, all within the limit: a server that stops in the middle holds nobody up.</summary>
    private async Task<EgressAnswer> Exchange(HttpRequestMessage request, CancellationToken ct, TimeSpan? limit = null)
    {
        using (request)
        {
            var answer = await Reach(() => http.Exchange(request, limit ?? Limit, MaxAnswer, ct));
            if ((int)answer.Status is < 200 or > 299) throw new UpstreamException(UpstreamError.Of(answer.Status, Code(answer)));

            return answer.Cut switch
            {
                null => answer,
                EgressFailure.TooLarge => throw Faulty(answer),
                _ => throw new UpstreamException(new(UpstreamFailure.Unreachable)),
            };
        }
    }

    private static async Task<T> Reach<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (EgressException exception)
        {
            throw new UpstreamException(new(UpstreamFailure.Unreachable), exception);
        }
    }

    /// <summary>The status says enough; a server that explains itself badly is still understood.</summary>
    private static string Code(EgressAnswer answer)
    {
        try
        {
            var code = JsonSerializer.Deserialize(answer.Body, ClientApiJson.Default.ApiError)?.Error ?? "";
            return ErrorCode.IsWellFormed(code) ? code : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(origin, $"/api/v1/{path}")) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        return request;
    }

    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A hole in a list hides itself and nothing else.</summary>
    private static IReadOnlyList<T> Present<T>(IReadOnlyList<T> items) => [.. items.Where(item => item is not null)];

    private static UpstreamException Faulty(EgressAnswer answer, Exception? inner = null) =>
        new(new(UpstreamFailure.Faulty, (int)answer.Status), inner);
}
