using ChatPosta.Accounts;
using Posta.Hosting.Logging;

namespace ChatPosta.Sessions;

/// <summary>A signed-in browser, unlocked by the cookie of the request that first showed it. Handlers take it as a parameter.</summary>
internal sealed class Session(
    string id,
    User user,
    Secret token,
    DateTimeOffset createdAt,
    DateTimeOffset expiresAt,
    DateTimeOffset lastSeenAt)
{
    private long _lastSeenTicks = lastSeenAt.UtcTicks;
    private volatile bool _hasEnded;

    /// <summary>The row's id: derived from the cookie, never the cookie itself.</summary>
    public string Id { get; } = id;

    public User User { get; } = user;

    /// <summary>The bearer token of the user's posta-server.</summary>
    public Secret Token { get; } = token;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public DateTimeOffset LastSeenAt => new(Interlocked.Read(ref _lastSeenTicks), TimeSpan.Zero);

    /// <summary>Signed out or swept away, seen by a request that was under way. What would outlive the request must not begin.</summary>
    public bool HasEnded => _hasEnded;

    public bool IsOver(DateTimeOffset now, TimeSpan idle) => now >= ExpiresAt || now - LastSeenAt >= idle;

    /// <summary>False when the last activity is that recent, or another request notes this one.</summary>
    public bool Touch(DateTimeOffset now, TimeSpan resolution)
    {
        var last = Interlocked.Read(ref _lastSeenTicks);
        return now.UtcTicks - last >= resolution.Ticks && Interlocked.CompareExchange(ref _lastSeenTicks, now.UtcTicks, last) == last;
    }

    public void End() => _hasEnded = true;

    public static ValueTask<Session?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Session>());
}
