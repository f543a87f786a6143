using static Posta.Tests.Contract.EnvelopeVector;
using static Posta.Tests.Contract.Letter;

namespace Posta.Tests.Contract;

/// <summary>wire.md §5 steps 2, 4 and 5: for whom, from whom, signed how.</summary>
internal static class KeyVectors
{
    public static IEnumerable<EnvelopeVector> All => [.. Recipients, .. Senders, .. Documents, .. Signatures];

    private static IEnumerable<EnvelopeVector> Recipients =>
    [
        Misdirected("for somebody else", World.Alice),
        Misdirected("for bob in capitals", "https://Bob.example"),
        Misdirected("for bob with a slash", "https://bob.example/"),
        Misdirected("for bob with the default port", "https://bob.example:443"),
        Misdirected("for no URL at all", "bob"),
    ];

    private static IEnumerable<EnvelopeVector> Senders =>
    [
        Forged("a sender with a slash", "§5.4", From(World.Alice + "/")),
        Forged("a sender in capitals", "§5.4", From("https://Alice.example:8443")),
        Forged("a sender that is an address", "§5.4", From("https://192.0.2.1")),
        Forged("a sender by http", "§5.4", From("http://alice.example:8443")),
        Forged("a sender with a query", "§5.4", From(World.Alice + "?a")),
        Forged("a sender with a lower-case escape", "§5.4", From("https://alice.example:8443/members/b%c3%a6")),
        Forged("a sender in letters", "§5.4", From("https://ålice.example:8443")),
        Taken("a sender with a path", "§5.4", From(World.Member)),
    ];

    private static IEnumerable<EnvelopeVector> Documents =>
    [
        Taken("signed by the second key", "§5.4", With("\"k1\"", "\"k2\"") with { Key = TestKey.AlicesSecond }),
        Taken("a document with a parameter in its content type", "W-15", From("https://parameters.example:8443")),
        Unavailable("nobody answers", "§3", "https://nobody.example:8443"),
        Unavailable("a document at another path only", "§3", World.Alice + "/elsewhere"),
        Unavailable("a document as a web page", "W-15", "https://html.example:8443"),
        Unavailable("a document as plain JSON", "W-15", "https://json.example:8443"),
        Unavailable("a document with status 404", "§3", "https://missing.example:8443"),
        Unavailable("a document with status 201", "§3", "https://created.example:8443"),
        Unavailable("a redirect", "§3", "https://moved.example:8443"),
        Unavailable("a document of somebody else", "§3", "https://liar.example:8443"),
        Unavailable("a key of small order", "§3", "https://small-order.example:8443"),
        Unavailable("two keys of one id", "§3", "https://two-keys.example:8443"),
        new("a key that the document lacks", "§5.4", With("\"k1\"", "\"k3\""), 401, "unknown-key"),
        new("key ids are case-sensitive", "§5.4", With("\"k1\"", "\"K1\""), 401, "unknown-key"),
    ];

    private static IEnumerable<EnvelopeVector> Signatures =>
    [
        Forged("signed by somebody else", "§5.5", new() { Key = TestKey.Mallory }),
        Forged("signed by another key of the sender", "§5.5", new() { Key = TestKey.AlicesSecond }),
        Forged("one more blank than was signed", "§4", new Letter { Sign = body => TestKey.Alice.Sign(body[..^1]) }.Padded(Plain.Length + 1)),
        Forged("the signature of nothing", "§5.5", new() { Sign = _ => TestKey.Alice.Sign([]) }),
        Forged("64 zeros", "W-29", new() { Sign = _ => new byte[64] }),
        Forged("one bit of R changed", "W-29", new() { Sign = body => Flipped(TestKey.Alice.Sign(body), 0) }),
        Forged("one bit of S changed", "W-29", new() { Sign = body => Flipped(TestKey.Alice.Sign(body), 32) }),
        Forged("S + L", "W-29", new() { Sign = body => Forgery.PlusOrder(TestKey.Alice.Sign(body)) }),
        Forged("R is the neutral element, with y not below p", "W-29", new() { Sign = body => Forgery.WithOddlySpelledR(TestKey.Alice, body) }),
        Taken("a key of mixed order, where cofactored and cofactorless verifiers agree", "W-30", FromMixed(odd: false)),
        Forged("a key of mixed order, where only a cofactored verifier would be content", "W-29", FromMixed(odd: true)),
    ];

    private static EnvelopeVector Misdirected(string name, string recipient) =>
        new(name, "§5.2", With($"\"{World.Bob}\"", $"\"{recipient}\""), 421, "wrong-recipient");

    private static EnvelopeVector Unavailable(string name, string rule, string sender) =>
        new(name, rule, From(sender), 502, "actor-doc-unavailable");

    private static Letter From(string sender) => With($"\"{World.Alice}\"", $"\"{sender}\"");

    private static Letter FromMixed(bool odd)
    {
        var letters = Enumerable.Range(0, 100).Select(i => From(World.Mixed).And("5f0a4c1e", $"mixed-{i}"));
        var letter = letters.First(letter => Forgery.IsOdd(TestKey.Alice, letter.Body) == odd);
        return letter with { Sign = body => Forgery.SignMixed(TestKey.Alice, body) };
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}
