namespace Posta.Tests.Contract;

/// <summary>A POST, and what wire.md §5 answers to it.</summary>
internal sealed record EnvelopeVector(string Name, string Rule, Letter Letter, int Status, string Code)
{
    public static EnvelopeVector Taken(string name, string rule, Letter letter) => new(name, rule, letter, 204, "");

    public static EnvelopeVector Malformed(string name, string rule, Letter letter) => new(name, rule, letter, 400, "malformed-envelope");

    public static EnvelopeVector Forged(string name, string rule, Letter letter) => new(name, rule, letter, 401, "bad-signature");
}
