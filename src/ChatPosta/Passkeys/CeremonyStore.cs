using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ChatPosta.Passkeys;

/// <summary>
/// What the server remembers between two steps of a passkey ceremony, by a random id that only the browser's cookie
/// holds. Bounded in time and number; a restart forgets it, and the person starts the step again.
/// </summary>
internal sealed class CeremonyStore<T>(TimeProvider time, TimeSpan lifetime, int capacity = 10_000)
    where T : class
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private readonly Queue<(string Id, DateTimeOffset Until)> _oldestFirst = new();
    private readonly Lock _gate = new();

    public TimeSpan Lifetime { get; } = lifetime;

    public string Add(T value)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _entries[id] = new(value, now + Lifetime);
            _oldestFirst.Enqueue((id, now + Lifetime));
            while (_oldestFirst.Count > capacity || _oldestFirst.Peek().Until <= now) _entries.TryRemove(_oldestFirst.Dequeue().Id, out _);
        }

        return id;
    }

    public T? Find(string? id) =>
        id is not null && _entries.TryGetValue(id, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null;

    /// <summary>Puts the next state in the place of <paramref name="seen"/>. False when another request was quicker.</summary>
    public bool Advance(string id, T seen, T next) =>
        _entries.TryGetValue(id, out var entry) && ReferenceEquals(entry.Value, seen)
        && _entries.TryUpdate(id, entry with { Value = next }, entry);

    /// <summary>Finds and removes in one step: a ceremony is used once, whether or not it then verifies.</summary>
    public T? Take(string? id) =>
        id is not null && _entries.TryRemove(id, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null;

    private sealed record Entry(T Value, DateTimeOffset Until);
}
