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

    /// <summary>The row's id: derived from the cookie, never the cookie itself.</summary>
    public string Id { get; } = id;

    public User User { get; } = user;

    /// <summary>The bearer token of the user's posta-server.</summary>
    public Secret Token { get; } = token;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public DateTimeOffset LastSeenAt
    {
        get => new(Interlocked.Read(ref _lastSeenTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _lastSeenTicks, value.UtcTicks);
    }

    public bool IsOver(DateTimeOffset now, TimeSpan idle) => now >= ExpiresAt || now - LastSeenAt >= idle;

    public static ValueTask<Session?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Session>());
}
