using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;

namespace Benchmarks;

/// <summary>What a scripted server answers besides its events: an inbox with a score of conversations, one of them long.</summary>
internal sealed class Inbox
{
    private const int Conversations = 20;
    private const int Messages = 51;

    private static readonly DateTimeOffset First = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly byte[] _identity = Json(new { url = Owner.Authority, name = "Ola Nordmann", about = "", avatar = "", kind = "person" });

    public static PostaUrl Owner { get; } = PostaUrl.Parse("https://ola.example.org");

    /// <summary>With whom the long conversation is.</summary>
    public static PostaUrl Peer { get; } = PostaUrl.Parse("https://peer0.example.org");

    public static byte[] ContactsJson { get; } = Json(Enumerable.Range(0, Conversations).Select(Contact));

    public static byte[] MessagesJson { get; } = Json(Enumerable.Range(1, Messages).Reverse().Select(Message));

    public void Map(WebApplication app)
    {
        app.MapGet("/api/v1/identity", () => Results.Bytes(_identity, "application/json"));
        app.MapGet("/api/v1/contacts", () => Results.Bytes(ContactsJson, "application/json"));
        app.MapGet("/api/v1/messages", () => Results.Bytes(MessagesJson, "application/json"));
    }

    private static object Contact(int number) => new
    {
        url = $"peer{number}.example.org",
        name = $"Kari Nordmann {number}",
        avatar = "",
        kind = "person",
        status = "contact",
        pinned = number == 1,
        muted = number == 2,
        lastMessageAt = At(Messages - number),
        lastReadRowId = Messages - 2 * number,
        unreadCount = number % 3,
        lastMessage = Message(Messages - number),
    };

    private static object Message(int row) => new
    {
        rowId = row,
        id = new Guid(row, 0, 0, new byte[8]).ToString(),
        peer = Peer.Authority,
        direction = row % 3 == 0 ? "outbound" : "inbound",
        payload = row == Messages ? Picture() : Text(row),
        inReplyTo = "",
        sentAt = At(row),
        receivedAt = row % 3 == 0 ? "" : At(row),
        state = row % 3 == 0 ? "delivered" : "received",
        attempts = row % 3 == 0 ? 1 : 0,
        nextAttemptAt = "",
        lastErrorCode = "",
        keyId = "k1",
    };

    private static JsonObject Text(int row) => new()
    {
        ["kind"] = "posta.text/v1",
        ["body"] = $"Er du fortsatt klar for torsdag? Jeg tar med båten, hvis været holder & vinden <er> snill. Dette er nummer {row}.",
    };

    private static JsonObject Picture() => new()
    {
        ["kind"] = "posta.link/v1",
        ["url"] = "https://peer0.example.org/upload-0.jpg",
        ["mediaType"] = "image/jpeg",
        ["title"] = "båten.jpg",
        ["size"] = 50_000,
        ["width"] = 800,
        ["height"] = 600,
    };

    private static string At(int row) => (First + TimeSpan.FromMinutes(3 * row)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
