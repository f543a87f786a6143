using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ChatPosta.Passkeys;

/// <summary>
/// What the server remembers between two steps of a passkey ceremony, by a random id that only the browser's cookie
/// holds. Bounded in time and number; a restart forgets it, and the person starts the step again. Anybody may begin a
/// ceremony, so who begins many pushes out their own oldest ones and nobody else's.
/// </summary>
internal sealed class CeremonyStore<T>(TimeProvider time, TimeSpan lifetime, int capacity = 50_000, int perBeginner = 100)
    where T : class
{
    // A draft holds a token and a code in the clear, so it does not wait for the next beginner to be forgotten.
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private readonly LinkedList<Place> _oldestFirst = [];
    private readonly Dictionary<string, Beginner> _byKey = [];
    private readonly Lock _gate = new();
    private ITimer? _sweep;

    public TimeSpan Lifetime { get; } = lifetime;

    /// <param name="value">What is to be remembered.</param>
    /// <param name="beginner">Whose ceremony it is: the key of their address.</param>
    public string Add(T value, string beginner)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _sweep ??= time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
            _entries[id] = new(value, now + Lifetime);
            var by = BeginnerOf(beginner);
            AddTo(by, _oldestFirst.AddLast(new Place(id, by, now + Lifetime)));
            if (_oldestFirst.Count > capacity) Forget(_oldestFirst.First!);
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

    private void Sweep()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            while (_oldestFirst.First is { } oldest && oldest.Value.Until <= now) Forget(oldest);
        }
    }

    private void AddTo(Beginner theirs, LinkedListNode<Place> place)
    {
        theirs.Places.Enqueue(place);
        if (theirs.Places.Count > perBeginner) Forget(theirs.Places.Peek());
    }

    private Beginner BeginnerOf(string key)
    {
        if (!_byKey.TryGetValue(key, out var beginner)) _byKey[key] = beginner = new(key, new());
        return beginner;
    }

    /// <summary>The oldest of all is also the oldest of its beginner.</summary>
    private void Forget(LinkedListNode<Place> place)
    {
        _oldestFirst.Remove(place);
        _entries.TryRemove(place.Value.Id, out _);
        var beginner = place.Value.By;
        beginner.Places.Dequeue();
        if (beginner.Places.Count == 0) _byKey.Remove(beginner.Key);
    }

    private sealed record Entry(T Value, DateTimeOffset Until);

    private sealed record Place(string Id, Beginner By, DateTimeOffset Until);

    private sealed record Beginner(string Key, Queue<LinkedListNode<Place>> Places);
}
