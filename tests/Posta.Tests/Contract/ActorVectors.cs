using System.Text;
using static Posta.Tests.Contract.ActorVector;

namespace Posta.Tests.Contract;

/// <summary>Actor documents of alice (wire.md §3, W-11, W-14, W-16).</summary>
internal static class ActorVectors
{
    public const string Alice = "https://alice.example";

    private const string Key = """{"id":"k1","publicKey":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=","createdAt":"2026-05-09T00:00:00Z"}""";

    private const string Plain =
        $$"""{"v":1,"url":"https://alice.example","name":"Alice","about":"Writes letters.","avatar":"https://alice.example/avatar-1.png","kind":"person","keys":[{{Key}}]}""";

    public static IEnumerable<ActorVector> All => [.. Documents, .. Members, .. Limits, .. Lists, .. ActorKeyVectors.All];

    private static IEnumerable<ActorVector> Documents =>
    [
        Valid("every member", "§3", Plain),
        Valid("only what must be there", "§3", $$"""{"url":"{{Alice}}","keys":[{{Key}}]}"""),
        Valid("unknown members", "§1", With("\"v\":1", "\"v\":1,\"later\":{\"a\":1,\"a\":2},\"V\":2")),
        Valid("white space around everything", "§3", "\r\n\t " + Plain + "\n"),
        Valid("member names with escapes", "§3", With("\"keys\"", "\"\\u006beys\"")),
        Invalid("an empty body", "§3", ""),
        Invalid("an array", "§3", $"[{Plain}]"),
        Invalid("a brace is missing", "§3", Plain[..^1]),
        Invalid("something after the object", "§3", Plain + "x"),
        Invalid("a comma after the last member", "§3", With("}]}", "}],}")),
        Invalid("a byte order mark", "W-13", "\ufeff" + Plain),
        new("bytes that are not UTF-8", "§1", [.. Encoding.UTF8.GetBytes(Plain).Select(b => b == (byte)'.' ? (byte)0xff : b)], false),
        Valid("65,536 bytes", "§3", Plain.PadRight(65_536)),
        Invalid("65,537 bytes", "§3", Plain.PadRight(65_537)),
    ];

    private static IEnumerable<ActorVector> Members =>
    [
        Valid("v is 1.0", "W-16", With("\"v\":1", "\"v\":1.0")),
        Invalid("v is 2", "W-16", With("\"v\":1", "\"v\":2")),
        Invalid("v is null", "W-16", With("\"v\":1", "\"v\":null")),
        Invalid("v is a string", "W-16", With("\"v\":1", "\"v\":\"1\"")),
        Invalid("v is so near to 1 that a double cannot tell", "W-16", With("\"v\":1", "\"v\":1.00000000000000000001")),
        Invalid("no url", "§3", With("\"url\":\"https://alice.example\",", "")),
        Invalid("the url of somebody else", "§3", With("\"https://alice.example\"", "\"https://bob.example\"")),
        Invalid("a url with a slash", "§3", With("\"https://alice.example\"", "\"https://alice.example/\"")),
        Invalid("a url in capitals", "§3", With("\"https://alice.example\"", "\"https://Alice.example\"")),
        Invalid("a url that is no string", "§3", With("\"https://alice.example\"", "[]")),
        Valid("optional members that are null", "W-16", With("\"name\":\"Alice\",\"about\":\"Writes letters.\"", "\"name\":null,\"about\":null")),
        Valid("optional members that are empty", "§3", With("\"name\":\"Alice\",\"about\":\"Writes letters.\"", "\"name\":\"\",\"about\":\"\"")),
        Invalid("the name is a number", "W-16", With("\"Alice\"", "5")),
        Invalid("about is a list", "W-16", With("\"Writes letters.\"", "[]")),
        Invalid("avatar is false", "W-16", With("\"https://alice.example/avatar-1.png\"", "false")),
        Invalid("kind is an object", "W-16", With("\"person\"", "{}")),
        Invalid("a member twice", "W-11", With("\"name\":\"Alice\"", "\"name\":\"Alice\",\"name\":\"Alice\"")),
        Invalid("a member twice, the second time in escapes", "W-11", With("\"v\":1", "\"v\":1,\"\\u0076\":1")),
        Invalid("an unknown member twice", "W-11", With("\"v\":1", "\"v\":1,\"x\":1,\"x\":2")),
    ];

    private static IEnumerable<ActorVector> Limits =>
    [
        .. AtLimit("name", "Alice", 256), .. AtLimit("about", "Writes letters.", 4_096),
        .. AtLimit("avatar", "https://alice.example/avatar-1.png", 2_048), .. AtLimit("kind", "person", 64),
        .. AtLimit("key id", "k1", 256),
    ];

    private static IEnumerable<ActorVector> Lists =>
    [
        Valid("64 keys", "W-16", Keys(64)),
        Invalid("65 keys", "W-16", Keys(65)),
        Invalid("no keys", "§3", Keys(0)),
        Invalid("keys is missing", "§3", With($",\"keys\":[{Key}]", "")),
        Invalid("keys is null", "§3", With($"[{Key}]", "null")),
        Invalid("keys is one key", "§3", With($"[{Key}]", Key)),
        Invalid("a key is a string", "§3", With($"[{Key}]", "[\"k1\"]")),
        Invalid("a key id twice", "§3", With($"[{Key}]", $"[{Key},{Key}]")),
        Valid("key ids that differ in case", "§3", With($"[{Key}]", $"[{Key},{Key.Replace("k1", "K1", StringComparison.Ordinal)}]")),
    ];

    public static string With(string part, string other) => Plain.Contains(part, StringComparison.Ordinal)
        ? Plain.Replace(part, other, StringComparison.Ordinal)
        : throw new ArgumentException($"the document has no {part}", nameof(part));

    // Letters of two bytes, since limits count bytes.
    private static IEnumerable<ActorVector> AtLimit(string what, string sample, int bytes) =>
    [
        Valid($"a {what} of {bytes} bytes", "§3", With($"\"{sample}\"", $"\"{new string('æ', bytes / 2)}\"")),
        Invalid($"a {what} of {bytes + 1} bytes", "§3", With($"\"{sample}\"", $"\"{new string('æ', bytes / 2)}a\"")),
    ];

    private static string Keys(int count) =>
        With(Key, string.Join(',', Enumerable.Range(1, count).Select(i => Key.Replace("k1", $"k{i}", StringComparison.Ordinal))));
}
