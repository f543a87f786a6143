namespace Posta.Tests.Contract;

/// <summary>wire.md §7: <c>posta.room/v1</c>.</summary>
internal static class RoomVectors
{
    private static readonly Letter Inner = Letter.With($"\"{World.Bob}\"", $"\"{World.Room}\"");

    public static IEnumerable<RoomVector> All => [.. Broadcasts, .. Others];

    private static IEnumerable<RoomVector> Broadcasts =>
    [
        Verified("a broadcast", Inner),
        Verified("a broadcast from a sender with a path", Inner.And(World.Alice, World.Member)),
        Verified("a broadcast of an old message: its age does not matter", Inner.And("2026-05-14", "2025-05-14")),
        Verified("a broadcast of an unknown kind", Inner.And("posta.text/v1", "acme.poll/v7")),
        Verified("a broadcast with white space around it", Inner with { Text = $"\r\n {Inner.Text}\n" }),
        Unverified("a message to somebody else, shown as if it had been said in the room", "§7", new(), "wrong-recipient"),
        Unverified("a message to another room of the host", "§7", Inner.And(World.Room, World.Room + "/other"), "wrong-recipient"),
        Unverified("signed by somebody else", "§5.5", Inner with { Key = TestKey.Mallory }, "bad-signature"),
        Unverified("one word changed by the room", "§5.5", Inner with { Sign = _ => TestKey.Alice.Sign(Inner.And("hello", "hallo").Body) }, "bad-signature"),
        Unverified("S + L", "W-29", Inner with { Sign = body => Forgery.PlusOrder(TestKey.Alice.Sign(body)) }, "bad-signature"),
        Unverified("a sender that is not canonical", "§5.4", Inner.And(World.Alice, World.Alice + "/"), "bad-signature"),
        Unverified("a key that the author's document lacks", "§5.4", Inner.And("\"k1\"", "\"k3\""), "unknown-key"),
        Unverified("an author whose document cannot be had", "§5.4", Inner.And("alice.example", "nobody.example"), "actor-doc-unavailable"),
        Unverified("an inner envelope of another version", "W-07", Inner.And("\"v\":1", "\"v\":2"), "unsupported-version"),
        Unverified("an inner envelope with a member twice", "W-11", Inner.And("\"v\":1", "\"v\":1,\"x\":1,\"x\":2"), "malformed-envelope"),
        Unverified("bytes that are no envelope", "§7", new() { Text = "{}" }, "malformed-envelope"),
        new("no bytes", "§7", """{"kind":"posta.room/v1","action":"broadcast"}""", "broadcast", "malformed-envelope"),
        new("bytes in URL-safe base64", "W-08", Broadcast(Inner).Replace("\"eyJ2", "\"_yJ2", StringComparison.Ordinal), "broadcast", "malformed-envelope"),
        new("a signature of 63 bytes", "§5.1", Broadcast(Inner with { Sign = body => TestKey.Alice.Sign(body)[..63] }), "broadcast", "malformed-envelope"),
        new("no signature", "§5.1", $$"""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"{{Convert.ToBase64String(Inner.Body)}}"}""", "broadcast", "malformed-envelope"),
    ];

    private static IEnumerable<RoomVector> Others =>
    [
        new("leave", "§7", """{"kind":"posta.room/v1","action":"leave"}""", "leave", null),
        new("an unknown action", "§7", """{"kind":"posta.room/v1","action":"dance","with":["everybody"]}""", "dance", null),
        new("no action", "§7", """{"kind":"posta.room/v1"}""", "", null),
        new("an action that is no string", "§7", """{"kind":"posta.room/v1","action":5}""", "", null),
        new("an unknown action with a broadcast's members", "§7", Broadcast(Inner).Replace("\"broadcast\"", "\"dance\"", StringComparison.Ordinal), "dance", null),
    ];

    private static RoomVector Verified(string name, Letter inner) => new(name, "§7", Broadcast(inner), "broadcast", "");

    private static RoomVector Unverified(string name, string rule, Letter inner, string code) =>
        new(name, rule, Broadcast(inner), "broadcast", code);

    private static string Broadcast(Letter inner)
    {
        var signature = (inner.Sign ?? inner.Key.Sign)(inner.Body);
        return $$"""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"{{Convert.ToBase64String(inner.Body)}}","signature":"{{Convert.ToBase64String(signature)}}"}""";
    }
}
