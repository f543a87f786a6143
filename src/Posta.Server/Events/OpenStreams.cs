using System.Collections.Concurrent;
using Posta.Hosting.Events;
using Posta.Server.Tokens;

namespace Posta.Server.Events;

/// <summary>
/// The event streams of one identity and the tokens that opened them. Another process may revoke a token at any time, so
/// the tokens are looked at twice a second while a stream is open (C-37: within 1 s of the command's end).
/// </summary>
internal sealed class OpenStreams(TokenStore tokens, TimeProvider time, ILogger<OpenStreams> log)
{
    public const string Revoked = "token-revoked";
    public const string IdentityGone = "identity-gone";

    // Twice as often as promised, so that the look itself and a busy machine fit into the rest of the second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<EventCursor, long> _tokens = new();
    private volatile bool _ended;

    /// <summary>A request may have found the identity just before it went; its stream ends at once.</summary>
    public void Add(EventCursor cursor, BearerToken token)
    {
        _tokens[cursor] = token.Id;
        if (_ended)
            cursor.End(IdentityGone);
    }

    public void Remove(EventCursor cursor) => _tokens.TryRemove(cursor, out _);

    public void EndAll()
    {
        _ended = true;
        foreach (var cursor in _tokens.Keys)
            cursor.End(IdentityGone);
    }

    public async Task Watch(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(ct))
            if (!_tokens.IsEmpty)
                await EndRevoked(ct);
    }

    private async Task EndRevoked(CancellationToken ct)
    {
        try
        {
            var active = await tokens.ActiveIds(ct);
            foreach (var (cursor, token) in _tokens)
                if (!active.Contains(token))
                    cursor.End(Revoked);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "The tokens of open streams could not be looked at");
        }
    }
}
