using System.Text;

namespace Posta.Tests.Contract;

/// <summary>A POST to bob, right in everything that a vector does not change.</summary>
internal sealed record Letter
{
    public const string Plain =
        """{"v":1,"id":"5f0a4c1e","sender":"https://alice.example:8443","recipient":"https://bob.example","timestamp":"2026-05-14T20:00:00Z","keyId":"k1","payload":{"kind":"posta.text/v1","body":"hello"}}""";

    public string Text { get; init; } = Plain;

    /// <summary>Where the text is not the body.</summary>
    public byte[]? Bytes { get; init; }

    public TestKey Key { get; init; } = TestKey.Alice;

    public string[] ContentTypes { get; init; } = ["application/posta+json"];

    public string[] ContentEncodings { get; init; } = [];

    /// <summary>Makes the signature from the body; the key does by default.</summary>
    public Func<byte[], byte[]>? Sign { get; init; }

    /// <summary>The signature headers, where they are not the one that belongs there.</summary>
    public Func<string, string[]> Signatures { get; init; } = text => [text];

    public byte[] Body => Bytes ?? Encoding.UTF8.GetBytes(Text);

    public IEnumerable<(string Name, string Value)> Headers =>
    [
        .. ContentTypes.Select(value => ("Content-Type", value)),
        .. ContentEncodings.Select(value => ("Content-Encoding", value)),
        .. Signatures(Convert.ToBase64String((Sign ?? Key.Sign)(Body))).Select(value => ("Posta-Signature", value)),
    ];

    /// <summary>The plain letter with one part of its text replaced, before it is signed.</summary>
    public static Letter With(string part, string other) => new Letter().And(part, other);

    public Letter And(string part, string other) => Text.Contains(part, StringComparison.Ordinal)
        ? this with { Text = Text.Replace(part, other, StringComparison.Ordinal) }
        : throw new ArgumentException($"the letter has no {part}", nameof(part));

    /// <summary>With so many bytes, by blanks at the end, which the signature covers as well.</summary>
    public Letter Padded(int bytes) => this with { Text = Text + new string(' ', bytes - Encoding.UTF8.GetByteCount(Text)) };
}
