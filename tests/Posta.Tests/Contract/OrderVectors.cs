using static Posta.Tests.Contract.Letter;

namespace Posta.Tests.Contract;

/// <summary>wire.md §5: of two faults the earlier check gives the answer. Each letter has a fault and every later one.</summary>
internal static class OrderVectors
{
    private static readonly string[] TextPlain = ["text/plain"];

    // The faults from the last check to the first, each put on top of the others.
    private static readonly (string Name, string Code, int Status, Func<Letter, Letter> Fault)[] Faults =
    [
        ("a bad signature", "bad-signature", 401, letter => letter with { Key = TestKey.Mallory }),
        ("an unknown key", "unknown-key", 401, letter => letter.And("\"k1\"", "\"k3\"")),
        ("no document", "actor-doc-unavailable", 502, letter => letter.And("alice.example", "nobody.example")),
        ("a sender that is not canonical", "bad-signature", 401, letter => letter.And("nobody.example:8443", "Nobody.example:8443")),
        ("an old timestamp", "stale-timestamp", 400, letter => letter.And("2026-05-14", "2025-05-14")),
        ("another recipient", "wrong-recipient", 421, letter => letter.And("bob.example", "carol.example")),
        ("an empty id", "malformed-envelope", 400, letter => letter.And("5f0a4c1e", "")),
        ("another version", "unsupported-version", 400, letter => letter.And("\"v\":1", "\"v\":2")),
        ("broken JSON", "malformed-envelope", 400, letter => letter.And("}}", "}")),
        ("no signature header", "malformed-envelope", 400, letter => letter with { Signatures = _ => [] }),
        ("another content type", "unsupported-media-type", 415, letter => letter with { ContentTypes = TextPlain }),
        ("too many bytes", "envelope-too-large", 413, letter => letter.Padded(65_537)),
    ];

    public static IEnumerable<EnvelopeVector> All => [.. Stacked, .. Pairs];

    private static IEnumerable<EnvelopeVector> Stacked
    {
        get
        {
            var letter = Faults[0].Fault(new Letter());
            foreach (var (name, code, status, fault) in Faults.Skip(1))
                yield return new($"{name}, and every fault of a later check", "§5", letter = fault(letter), status, code);
        }
    }

    private static IEnumerable<EnvelopeVector> Pairs =>
    [
        new("old, and from nobody: no document is fetched", "§5.3", With("2026-05-14T20", "2026-05-14T19").And("alice.example", "nobody.example"), 400, "stale-timestamp"),
        new("for somebody else, and old", "§5.2", With("2026-05-14T20", "2026-05-14T19").And(World.Bob, World.Alice), 421, "wrong-recipient"),
        new("version 2, and for somebody else", "W-07", With("\"v\":1", "\"v\":2").And(World.Bob, World.Alice), 400, "unsupported-version"),
        new("a member twice, and for somebody else", "W-11", With("\"v\":1", "\"v\":1,\"x\":1,\"x\":2").And(World.Bob, World.Alice), 400, "malformed-envelope"),
        new("a timestamp that is none, and for somebody else", "§5.1", With("2026-05-14T20", "2026-05-14 20").And(World.Bob, World.Alice), 400, "malformed-envelope"),
        new("compressed, and without a signature", "W-10", new() { ContentEncodings = ["gzip"], Signatures = _ => [] }, 415, "unsupported-media-type"),
        new("no signature, and version 2", "§5.1", With("\"v\":1", "\"v\":2") with { Signatures = _ => [] }, 400, "malformed-envelope"),
        new("old, and the sender is not canonical", "§5.3", With("2026-05-14T20", "2026-05-14T19").And(World.Alice, World.Alice + "/"), 400, "stale-timestamp"),
    ];
}
