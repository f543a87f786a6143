using ChatPosta.Accounts;
using Posta.Hosting.Logging;

namespace ChatPosta.Sessions;

/// <summary>A signed-in browser, unlocked by the cookie of the request that first showed it. Handlers take it as a parameter.</summary>
internal sealed class Session
{
    private long _lastSeenTicks;
    private long _assertedTicks;
    private long _renewedTicks;
    private volatile bool _hasEnded;

    /// <summary>The row's id. It opens nothing, so lists and logs may show it.</summary>
    public required string Id { get; init; }

    public required User User { get; init; }

    /// <summary>The bearer token of the user's posta-server.</summary>
    public required Secret Token { get; init; }

    /// <summary>Which link that token is of: the user may have linked the server again since.</summary>
    public string? LinkId { get; init; }

    /// <summary>The passkey that it was opened with.</summary>
    public required string CredentialId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset LastSeenAt
    {
        get => Time(ref _lastSeenTicks);
        init => _lastSeenTicks = value.UtcTicks;
    }

    /// <summary>When a passkey last said that its holder is there; a sign-in says so too.</summary>
    public required DateTimeOffset AssertedAt
    {
        get => Time(ref _assertedTicks);
        init => _assertedTicks = value.UtcTicks;
    }

    /// <summary>Signed out or swept away, seen by a request that was under way. What would outlive the request must not begin.</summary>
    public bool HasEnded => _hasEnded;

    public bool IsOver(DateTimeOffset now, TimeSpan idle) => now >= ExpiresAt || now - LastSeenAt >= idle;

    /// <summary>False when the last activity is that recent, or another request notes this one.</summary>
    public bool Touch(DateTimeOffset now, TimeSpan resolution) => Advance(ref _lastSeenTicks, now, resolution);

    /// <summary>Whether this request is the one that gives the browser its next cookie; the others of that minute are not.</summary>
    public bool BeginRenewal(DateTimeOffset now, TimeSpan resolution) => Advance(ref _renewedTicks, now, resolution);

    public void Assert(DateTimeOffset now) => Interlocked.Exchange(ref _assertedTicks, now.UtcTicks);

    public void End() => _hasEnded = true;

    public static ValueTask<Session?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Session>());

    private static DateTimeOffset Time(ref long ticks) => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    private static bool Advance(ref long ticks, DateTimeOffset now, TimeSpan resolution)
    {
        var last = Interlocked.Read(ref ticks);
        return now.UtcTicks - last >= resolution.Ticks && Interlocked.CompareExchange(ref ticks, now.UtcTicks, last) == last;
    }
}
