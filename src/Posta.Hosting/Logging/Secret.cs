using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Posta.Hosting.Logging;

/// <summary>
/// A token, key or code that must not be seen: it prints stars in texts, logs, JSON and the debugger.
/// Only <see cref="Reveal"/> gives the value, so a search for that word finds every place where it leaves.
/// </summary>
[DebuggerDisplay(Stars)]
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret(string value) : IEquatable<Secret>
{
    internal const string Stars = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value = value;

    /// <summary>The value itself.</summary>
    public string Reveal() => _value;

    /// <summary>Compares in a time that tells neither where the values differ nor how long they are.</summary>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Digest(), other.Digest());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Stars, whatever the value.</summary>
    public override string ToString() => Stars;

    private byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(_value));
}
