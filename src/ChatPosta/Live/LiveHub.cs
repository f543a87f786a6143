using ChatPosta.Accounts;

namespace ChatPosta.Live;

/// <summary>User → stream: the first tab opens it, and it closes by itself after the last.</summary>
internal sealed class LiveHub : IDisposable
{
    private readonly UserStore _users;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveHub> _log;
    private readonly CancellationTokenRegistration _stopping;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, UserStream> _streams = [];
    private bool _drained;

    public LiveHub(UserStore users, TimeProvider time, IHostApplicationLifetime program, ILogger<LiveHub> log)
    {
        _users = users;
        _time = time;
        _log = log;
        _stopping = program.ApplicationStopping.Register(Drain);
    }

    /// <summary>Null once the program stops.</summary>
    public async Task<Tab?> Open(string userId, TabRequest request)
    {
        while (Stream(userId) is { } stream)
        {
            if (await stream.Open(request) is { } tab) return tab;
            Forget(userId, stream);
        }

        return null;
    }

    /// <summary>
    /// Where the user's stream stands, or empty when there is none. A page reads this before it asks the posta-server,
    /// and carries it: its tab then resumes from there, and misses nothing that came while the page was on its way.
    /// </summary>
    public string Position(string userId)
    {
        lock (_gate) return _streams.GetValueOrDefault(userId)?.Position ?? "";
    }

    /// <summary>How many streams each of the user's sessions has open; a session without one is not named.</summary>
    public Task<IReadOnlyDictionary<string, int>> CountStreams(string userId)
    {
        UserStream? stream;
        lock (_gate) stream = _streams.GetValueOrDefault(userId);
        return stream?.CountTabs() ?? Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }

    /// <summary>Ends that session's tabs and no others.</summary>
    public void EndSession(string sessionId)
    {
        foreach (var stream in All()) stream.Tell(new UserStreamEvent.SessionEnded(sessionId));
    }

    /// <summary>Ends all tabs of a user. Those with a session come back, and then use what is linked now.</summary>
    public void EndUser(string userId)
    {
        lock (_gate) _streams.GetValueOrDefault(userId)?.Tell(new UserStreamEvent.UserEnded());
    }

    /// <summary>To all tabs of a user, where there are any.</summary>
    public void TellQueueChanged(string userId)
    {
        lock (_gate) _streams.GetValueOrDefault(userId)?.Tell(new UserStreamEvent.QueueChanged());
    }

    public void Dispose() => _stopping.Dispose();

    private UserStream? Stream(string userId)
    {
        lock (_gate)
        {
            if (_drained) return null;
            if (!_streams.TryGetValue(userId, out var stream)) _streams[userId] = stream = UserStream.Start(Context(userId));
            return stream;
        }
    }

    private UserStreamContext Context(string userId) => new(userId, _time, _log)
    {
        OnRefused = linkId => _ = MarkRefused(userId, linkId),
        OnClosed = stream => Forget(userId, stream),
    };

    private async Task MarkRefused(string userId, string? linkId)
    {
        try
        {
            await _users.MarkRefused(userId, linkId);
        }
        catch (Exception exception)
        {
            _log.LogError(exception, "Could not note that the posta-server refused the token of user {UserId}", userId);
        }
    }

    private void Forget(string userId, UserStream closed)
    {
        lock (_gate)
            if (_streams.GetValueOrDefault(userId) == closed) _streams.Remove(userId);
    }

    private void Drain()
    {
        lock (_gate) _drained = true;
        foreach (var stream in All()) stream.Tell(new UserStreamEvent.Drained());
    }

    private UserStream[] All()
    {
        lock (_gate) return [.. _streams.Values];
    }
}
