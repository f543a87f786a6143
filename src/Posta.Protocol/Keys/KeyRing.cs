namespace Posta.Protocol.Keys;

/// <summary>The keys of an identity, <c>keys.json</c> (wire.md §8): all are published, one signs.</summary>
public sealed class KeyRing
{
    /// <summary>How long a new key is published before it signs, so that peers' cached documents have it (W-33).</summary>
    public static readonly TimeSpan PublishedBeforeUse = WireFormat.ActorDocumentLifetime;

    private KeyRing(IReadOnlyList<SigningKey> keys) => Keys = keys;

    /// <summary>The keys in the order of the file; never empty.</summary>
    public IReadOnlyList<SigningKey> Keys { get; }

    /// <summary>What the actor document says.</summary>
    public IReadOnlyList<ActorKey> Published => [.. Keys.Select(k => k.Published)];

    /// <summary>Reads keys.json.</summary>
    /// <exception cref="FormatException">It is not valid; the message says what to mend and holds no secret.</exception>
    public static KeyRing Parse(byte[] json) => Of(KeyRingFile.Read(json));

    /// <summary>A first key.</summary>
    public static KeyRing Generate(string id, DateTimeOffset now) => Of([SigningKey.Generate(id, now)]);

    /// <summary>keys.json with these keys.</summary>
    public byte[] ToJson() => KeyRingFile.Write(Keys);

    /// <summary>
    /// The key that signs now: the newest that has been published long enough, ties to the later in the file; while none
    /// has, the oldest, which peers are most likely to know.
    /// </summary>
    public SigningKey Current(DateTimeOffset now)
    {
        var newestFirst = Keys.Reverse().OrderByDescending(k => k.CreatedAt).ToList();
        return newestFirst.Find(k => now - k.CreatedAt >= PublishedBeforeUse) ?? newestFirst[^1];
    }

    /// <summary>These keys and one more.</summary>
    /// <exception cref="FormatException">There is a key of that id, or the actor document could not take another.</exception>
    public KeyRing With(SigningKey key) => Of([.. Keys, key]);

    /// <summary>These keys but one.</summary>
    /// <exception cref="FormatException">None would be left.</exception>
    public KeyRing Without(string id) => Of([.. Keys.Where(k => k.Id != id)]);

    private static KeyRing Of(IReadOnlyList<SigningKey> keys)
    {
        if (keys.Count is 0 or > ActorDocument.MaxKeys)
            throw new FormatException($"An identity has 1 to {ActorDocument.MaxKeys} keys.");
        if (keys.DistinctBy(k => k.Id).Count() < keys.Count)
            throw new FormatException("Two keys have the same id.");
        return new KeyRing(keys);
    }
}
