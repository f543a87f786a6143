using System.Text;
using static Posta.Tests.Contract.EnvelopeVector;
using static Posta.Tests.Contract.Letter;

namespace Posta.Tests.Contract;

/// <summary>wire.md §5 step 1: the JSON object, its members and their limits.</summary>
internal static class BodyVectors
{
    private const string Payload = """{"kind":"posta.text/v1","body":"hello"}""";
    private const string Reply = "\"inReplyTo\":\"m0\",\"payload\"";

    public static IEnumerable<EnvelopeVector> All => [.. Json, .. Versions, .. Members, .. Limits, .. Times, .. Payloads];

    private static IEnumerable<EnvelopeVector> Json =>
    [
        Malformed("an empty body", "§5.1", new() { Text = "" }),
        Malformed("an array", "§5.1", new() { Text = $"[{Plain}]" }),
        Malformed("a brace is missing", "§5.1", new() { Text = Plain[..^1] }),
        Malformed("something after the object", "§5.1", new() { Text = Plain + "x" }),
        Malformed("a comma after the last member", "§5.1", With("\"hello\"}}", "\"hello\"},}")),
        Malformed("a comment", "§5.1", new() { Text = "/**/" + Plain }),
        Malformed("a byte order mark", "W-13", new() { Text = "\ufeff" + Plain }),
        Malformed("bytes that are not UTF-8, in the payload", "§1", new() { Bytes = NotUtf8() }),
        Malformed("UTF-16", "§1", new() { Bytes = Encoding.Unicode.GetBytes(Plain) }),
        Taken("white space around everything", "§4", new() { Text = "\r\n\t " + Plain.Replace(",", " ,\n", StringComparison.Ordinal) + "\n" }),
    ];

    private static IEnumerable<EnvelopeVector> Versions =>
    [
        Malformed("no v", "W-07", With("\"v\":1,", "")),
        Malformed("v is a string", "W-07", With("\"v\":1", "\"v\":\"1\"")),
        Malformed("v is null", "W-07", With("\"v\":1", "\"v\":null")),
        Malformed("v twice", "W-11", With("\"v\":1", "\"v\":1,\"v\":1")),
        Taken("v is 1.0", "W-07", With("\"v\":1", "\"v\":1.0")),
        Taken("v is 10e-1", "W-07", With("\"v\":1", "\"v\":10e-1")),
        Another("v is 2", With("\"v\":1", "\"v\":2")),
        Another("v is 0", With("\"v\":1", "\"v\":0")),
        Another("v is 1.5", With("\"v\":1", "\"v\":1.5")),
        Another("v is so near to 1 that a double cannot tell", With("\"v\":1", "\"v\":1.00000000000000000001")),
        Another("v is 1e999", With("\"v\":1", "\"v\":1e999")),
        Another("v is 2 and nothing else is as in version 1", new() { Text = """{"v":2,"from":"a","id":5}""" }),
        Another("v is 2 and another member is there twice", With("\"v\":1", "\"v\":2,\"id\":\"again\"")),
    ];

    private static IEnumerable<EnvelopeVector> Members =>
    [
        Malformed("no id", "W-14", With("\"id\":\"5f0a4c1e\",", "")),
        Malformed("the id is a number", "W-14", With("\"id\":\"5f0a4c1e\"", "\"id\":5")),
        Malformed("the id is empty", "W-14", With("\"5f0a4c1e\"", "\"\"")),
        Malformed("names are case-sensitive", "§4", With("\"id\"", "\"Id\"")),
        Malformed("no sender", "W-14", With($"\"sender\":\"{World.Alice}\",", "")),
        Malformed("the sender is empty", "W-14", With($"\"sender\":\"{World.Alice}\"", "\"sender\":\"\"")),
        Malformed("the recipient is null", "W-14", With($"\"{World.Bob}\"", "null")),
        Malformed("the keyId is empty", "W-14", With("\"keyId\":\"k1\"", "\"keyId\":\"\"")),
        Malformed("no payload", "§4", With($",\"payload\":{Payload}", "")),
        Taken("inReplyTo is null", "W-14", With("\"payload\"", "\"inReplyTo\":null,\"payload\"")),
        Taken("inReplyTo is empty", "W-14", With("\"payload\"", "\"inReplyTo\":\"\",\"payload\"")),
        Malformed("inReplyTo is a number", "W-14", With("\"payload\"", "\"inReplyTo\":5,\"payload\"")),
        Taken("unknown members", "§1", With("\"payload\"", "\"later\":[{\"a\":1}],\"V\":9,\"payload\"")),
        Taken("a member name with an escape", "§4", With("\"id\"", "\"\\u0069d\"")),
        Malformed("a member twice, the second time in escapes", "W-11", With("\"payload\"", "\"\\u0069d\":\"other\",\"payload\"")),
        Malformed("an unknown member twice", "W-11", With("\"payload\"", "\"x\":1,\"x\":1,\"payload\"")),
        Malformed("half a character in the id", "W-13", With("5f0a4c1e", "5f0a\\ud800")),
        Malformed("U+0000 in the id", "W-13", With("5f0a4c1e", "5f0a\\u0000")),
        Malformed("half a character in the keyId", "W-13", With("\"k1\"", "\"k1\\udc00\"")),
        Malformed("half a character in inReplyTo", "W-13", With("\"payload\"", Reply.Replace("m0", "\\ud83d", StringComparison.Ordinal))),
        Malformed("U+0000 in the sender", "W-13", With(World.Alice, World.Alice + "/\\u0000")),
        Malformed("half a character in the recipient", "W-13", With(World.Bob, World.Bob + "/\\udfff")),
    ];

    // What comes after tells that the form was taken.
    private static IEnumerable<EnvelopeVector> Limits =>
    [
        Taken("an id of 256 bytes", "§4", With("5f0a4c1e", Long(256))),
        Malformed("an id of 257 bytes", "§4", With("5f0a4c1e", Long(257))),
        Taken("limits count bytes of the text, not of its escapes", "§1", With("5f0a4c1e", string.Concat(Enumerable.Repeat("\\u00e6", 128)))),
        Malformed("129 letters of two bytes are 258", "§1", With("5f0a4c1e", new string('æ', 129))),
        Taken("an inReplyTo of 256 bytes", "§4", With("\"payload\"", Reply.Replace("m0", Long(256), StringComparison.Ordinal))),
        Malformed("an inReplyTo of 257 bytes", "§4", With("\"payload\"", Reply.Replace("m0", Long(257), StringComparison.Ordinal))),
        new("a keyId of 256 bytes", "W-14", With("\"k1\"", $"\"{Long(256)}\""), 401, "unknown-key"),
        Malformed("a keyId of 257 bytes", "W-14", With("\"k1\"", $"\"{Long(257)}\"")),
        new("a sender of 2,048 bytes", "W-14", With(World.Alice, $"{World.Alice}/".PadRight(2_048, 'a')), 502, "actor-doc-unavailable"),
        Malformed("a sender of 2,049 bytes", "W-14", With(World.Alice, $"{World.Alice}/".PadRight(2_049, 'a'))),
        new("a recipient of 2,048 bytes", "W-14", With(World.Bob, $"{World.Bob}/".PadRight(2_048, 'a')), 421, "wrong-recipient"),
        Malformed("a recipient of 2,049 bytes", "W-14", With(World.Bob, $"{World.Bob}/".PadRight(2_049, 'a'))),
    ];

    private static IEnumerable<EnvelopeVector> Times =>
    [
        Taken("300 s old", "W-17", At("2026-05-14T19:55:00Z")),
        Taken("300 s ahead", "W-17", At("2026-05-14T20:05:00Z")),
        Stale("300.001 s old", At("2026-05-14T19:54:59.999Z")),
        Stale("300.001 s ahead", At("2026-05-14T20:05:00.001Z")),
        Stale("a leap day, long ago", At("2024-02-29T23:59:59Z")),
        Taken("an offset", "W-17", At("2026-05-15T19:59:00+23:59")),
        Taken("the offset -00:00", "W-17", At("2026-05-14T20:00:00-00:00")),
        Taken("nine digits of fraction", "W-17", At("2026-05-14T20:00:00.123456789Z")),
        Malformed("ten digits of fraction", "W-17", At("2026-05-14T20:00:00.1234567890Z")),
        Malformed("a point without digits", "W-17", At("2026-05-14T20:00:00.Z")),
        Malformed("a lower-case z", "W-17", At("2026-05-14T20:00:00z")),
        Malformed("a lower-case t", "W-17", At("2026-05-14t20:00:00Z")),
        Malformed("a blank for the T", "W-17", At("2026-05-14 20:00:00Z")),
        Malformed("no offset", "§1", At("2026-05-14T20:00:00")),
        Malformed("a leap second", "W-17", At("2026-05-14T20:00:60Z")),
        Malformed("the hour 24", "W-17", At("2026-05-14T24:00:00Z")),
        Malformed("the offset +24:00", "W-17", At("2026-05-15T20:00:00+24:00")),
        Malformed("an offset without its colon", "W-17", At("2026-05-14T20:00:00+0000")),
        Malformed("a day that there was not", "W-17", At("2026-02-29T20:00:00Z")),
        Malformed("no seconds", "W-17", At("2026-05-14T20:00Z")),
        Malformed("a number", "W-17", With($"\"{World.Clock}\"", "1778788800")),
    ];

    private static IEnumerable<EnvelopeVector> Payloads =>
    [
        Taken("the payload null", "§4", With(Payload, "null")),
        Taken("the payload a number that fits no double", "§4", With(Payload, "1e999")),
        Taken("repeated members inside the payload", "W-11", With("\"body\":\"hello\"", "\"body\":\"a\",\"body\":\"b\"")),
        Taken("half a character and U+0000 in the payload", "W-13", With("hello", "\\ud800 \\u0000")),
        Taken("a payload nested 500 deep", "W-12", With(Payload, Nested(500))),
        Taken("a payload nested 1,000 deep", "W-12", With(Payload, Nested(1_000))),
        Malformed("a payload nested 1,001 deep", "W-12", With(Payload, Nested(1_001))),
        Malformed("a payload nested 30,000 deep", "W-12", With(Payload, Nested(30_000))),
        Taken("an unknown kind", "§7", With("posta.text/v1", "acme.poll/v7")),
        Taken("a room's leave, to somebody who is no room", "X-7", With(Payload, """{"kind":"posta.room/v1","action":"leave"}""")),
    ];

    private static byte[] NotUtf8()
    {
        var body = Encoding.UTF8.GetBytes(Plain);
        body[Plain.IndexOf("hello", StringComparison.Ordinal)] = 0xff;
        return body;
    }

    private static string Long(int bytes) => new('i', bytes);

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static Letter At(string time) => With($"\"{World.Clock}\"", $"\"{time}\"");

    private static EnvelopeVector Another(string name, Letter letter) => new(name, "W-07", letter, 400, "unsupported-version");

    private static EnvelopeVector Stale(string name, Letter letter) => new(name, "W-17", letter, 400, "stale-timestamp");
}
