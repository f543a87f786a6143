using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Posta.Hosting.Egress;
using Posta.Hosting.Events;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace Posta.Server.Check;

/// <summary>
/// One message from the identity to itself, by the way that every message takes: out through federation, in through the
/// inbox, back over the event stream; and what a client does around it. It stops at the first thing that does not hold.
/// </summary>
internal sealed class GoldenRun(LiveServer server, TimeProvider time)
{
    /// <summary>A server that has not tried once to deliver by then is not waited for.</summary>
    private static readonly TimeSpan UntilTried = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _body = $"posta-server check {Guid.NewGuid():N}";
    private OwnConversation? _conversation;
    private SendReceipt _sent = new();
    private Message _arrived = new();

    /// <summary>Runs every step; each is reported as soon as it is known.</summary>
    public async IAsyncEnumerable<StepResult> Run([EnumeratorCancellation] CancellationToken ct)
    {
        await using var events = EventTail.Open(server, null, time, ct);
        (string, Func<Task<string>>)[] steps =
        [
            ("actor document", () => ActorDocument(ct)),
            ("token", () => Token(ct)),
            ("closed door", () => ClosedDoor(ct)),
            ("events", () => Greeting(events, ct)),
            ("send", () => Send(ct)),
            ("delivery", () => Delivery(events, ct)),
            ("arrival", () => Arrival(events, ct)),
            ("resume", () => Resume(events, ct)),
            ("read mark", () => ReadMark(events, ct)),
            ("search", () => Search(ct)),
            ("upload", () => Upload(ct)),
        ];
        foreach (var (name, step) in steps)
        {
            var result = await Try(name, step);
            yield return result;
            if (!result.Ok)
                break;
        }

        // Also after a stop, as after a failure.
        if (_sent.RowId > 0)
            yield return await Try("tidying up", TidyUp);
    }

    // A message that comes after its contact was removed brings the contact back.
    private async Task<string> TidyUp()
    {
        var start = time.GetTimestamp();
        while (await server.IsUnderWay(_sent.RowId, CancellationToken.None) && time.GetElapsedTime(start) < UntilTried)
            await Task.Delay(Pause, time, CancellationToken.None);
        return await _conversation!.TidyUp(CancellationToken.None);
    }

    private async Task<StepResult> Try(string name, Func<Task<string>> step)
    {
        var start = time.GetTimestamp();
        try
        {
            return new StepResult(name, true, await step(), time.GetElapsedTime(start));
        }
        catch (Exception e) when (e is CheckFailedException or EgressException or IOException or InvalidDataException or JsonException or OperationCanceledException)
        {
            return new StepResult(name, false, e.Message, time.GetElapsedTime(start));
        }
    }

    private async Task<string> ActorDocument(CancellationToken ct)
    {
        var answer = await server.Fetch(server.Url.ToUri(), request => request.Headers.Accept.ParseAdd(WireFormat.MediaType), ct);
        Expect(answer.Status is HttpStatusCode.OK, $"{server.Url} answers {(int)answer.Status}. Does the proxy pass the Host header on?");
        Expect(answer.MediaType == WireFormat.MediaType, $"The actor document comes as {answer.MediaType}.");
        Expect(Protocol.ActorDocument.TryParse(answer.Body, server.Url, out var document, out var reason), $"The actor document is not valid: {reason}");
        return $"{document!.Name}, {document.Keys.Count} key(s)";
    }

    private async Task<string> Token(CancellationToken ct)
    {
        var identity = await server.Get("identity", ClientApiJson.Default.Identity, ct);
        Expect(identity.Url == server.Url.Display, $"The token belongs to {identity.Url}.");
        _conversation = await OwnConversation.Find(server, ct);
        return $"opens {identity.Name}";
    }

    private async Task<string> ClosedDoor(CancellationToken ct)
    {
        var answer = await server.GetWithoutToken("contacts", ct);
        Expect(answer.Status is HttpStatusCode.Unauthorized, $"Without a token the API answers {(int)answer.Status} instead of 401.");
        return "401 without a token";
    }

    private static async Task<string> Greeting(EventTail events, CancellationToken ct)
    {
        await events.Find(EventName.Connected, found => found.Name == EventName.Connected, ct);
        await events.Find(EventName.Ready, found => found.Name == EventName.Ready, ct);
        return "connected, ready";
    }

    private async Task<string> Send(CancellationToken ct)
    {
        var (payload, key) = (new TextPayload(_body).ToJson(), Guid.NewGuid().ToString());
        _sent = await server.Send(payload, key, ct);
        var again = await server.Send(payload, key, ct);
        Expect(again.RowId == _sent.RowId, $"The same request under the same key made two messages, {_sent.RowId} and {again.RowId}.");
        return $"row {_sent.RowId}; sent twice, kept once";
    }

    private async Task<string> Delivery(EventTail events, CancellationToken ct)
    {
        var settled = await events.Find("delivery", found => Is(found, EventName.OutboundState, _sent.RowId, message =>
            message.LastErrorCode.Length > 0 || message.State is MessageState.Delivered or MessageState.FailedPermanent), ct);
        var message = Parse(settled);
        Expect(message.State is MessageState.Delivered, $"It was not taken: {message.LastErrorCode} ({message.State}).");
        return $"delivered, attempt {message.Attempts}";
    }

    private async Task<string> Arrival(EventTail events, CancellationToken ct)
    {
        var inbound = await events.Find("message", found => found.Name == EventName.Inbound && Parse(found).Id == _sent.Id, ct);
        _arrived = Parse(inbound);
        Expect(_arrived.Payload == new TextPayload(_body).ToJson(), "The payload came back with other bytes.");
        return $"row {_arrived.RowId}, key {_arrived.KeyId}";
    }

    /// <summary>A client that lost its connection before the message came gets it after, and no resync.</summary>
    private async Task<string> Resume(EventTail events, CancellationToken ct)
    {
        var before = events.Seen.First(found => found.Name == EventName.Ready).Id;
        await using var again = EventTail.Open(server, before, time, ct);
        await again.Find(EventName.Ready, found => found.Name == EventName.Ready, ct);
        Expect(again.Seen.All(found => found.Name != EventName.Resync), "The server could not tell what was missed.");
        Expect(again.Seen.Any(found => Is(found, EventName.Inbound, _arrived.RowId, _ => true)), "The message was not among what was missed.");
        return $"{again.Seen.Count - 2} event(s) replayed";
    }

    private async Task<string> ReadMark(EventTail events, CancellationToken ct)
    {
        var answer = await server.MarkRead(_arrived.RowId, ct);
        // An open client that shows this conversation may have been quicker.
        if (answer.Status is not HttpStatusCode.NoContent)
            _ = LiveServer.Read(answer, HttpStatusCode.OK, ClientApiJson.Default.ReadMark);
        await events.Find("read mark", IsOwnMark, ct);

        var contact = await server.OwnContact(ct);
        Expect(contact?.LastReadRowId >= _arrived.RowId, $"The read mark stands at {contact?.LastReadRowId}.");
        var repeated = await server.MarkRead(_arrived.RowId, ct);
        Expect(repeated.Status is HttpStatusCode.NoContent, $"A mark that stays answers {(int)repeated.Status} instead of 204.");
        return $"at row {contact!.LastReadRowId}";
    }

    private async Task<string> Search(CancellationToken ct)
    {
        var found = await server.Get($"search?q={Uri.EscapeDataString(_body)}", ClientApiJson.Default.MessageArray, ct);
        Expect(found.Any(message => message.RowId == _arrived.RowId), "The message is not found by its words.");
        return $"{found.Length} found";
    }

    private async Task<string> Upload(CancellationToken ct)
    {
        var made = LiveServer.Read(await server.Upload(Pixel.Png, "image/png", ct), HttpStatusCode.Created, ClientApiJson.Default.Upload);
        Expect(Uri.TryCreate(made.Url, UriKind.Absolute, out var address), $"\"{made.Url}\" is not an address.");
        var image = await server.Fetch(address!, null, ct);
        Expect(image is { Status: HttpStatusCode.OK, MediaType: "image/png" }, $"The image comes as {(int)image.Status} {image.MediaType}.");
        var tag = image.Headers.ETag?.Tag ?? throw new CheckFailedException("The image has no ETag.");
        var again = await server.Fetch(address!, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag)), ct);
        Expect(again.Status is HttpStatusCode.NotModified, $"The image that is known answers {(int)again.Status} instead of 304.");
        return string.Create(CultureInfo.InvariantCulture, $"{made.Size} bytes, 304 when known");
    }

    private bool IsOwnMark(SseEvent found) =>
        found.Name == EventName.ReadWatermarkChanged
        && JsonSerializer.Deserialize(found.Data, ClientApiJson.Default.ReadMark) is { } mark
        && mark.Peer == server.Url.Display && mark.RowId >= _arrived.RowId;

    private static bool Is(SseEvent found, string name, long rowId, Func<Message, bool> isIt) =>
        found.Name == name && Parse(found) is var message && message.RowId == rowId && isIt(message);

    private static Message Parse(SseEvent found) =>
        JsonSerializer.Deserialize(found.Data, ClientApiJson.Default.Message) ?? throw new CheckFailedException($"An event \"{found.Name}\" is empty.");

    private static void Expect([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
            throw new CheckFailedException(otherwise);
    }
}
