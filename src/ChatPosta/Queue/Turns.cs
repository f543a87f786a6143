namespace ChatPosta.Queue;

/// <summary>One at a time for each user: two tabs that send at once must neither send a message twice nor change the order.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _open = [];

    public async Task<T> Take<T>(string userId, Func<Task<T>> act, CancellationToken ct)
    {
        var turn = Enter(userId);
        try
        {
            await turn.Place.WaitAsync(ct);
            try
            {
                return await act();
            }
            finally
            {
                turn.Place.Release();
            }
        }
        finally
        {
            Leave(userId, turn);
        }
    }

    private Turn Enter(string userId)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(userId, out var turn)) _open[userId] = turn = new();
            turn.Wanted++;
            return turn;
        }
    }

    private void Leave(string userId, Turn turn)
    {
        lock (_gate)
        {
            if (--turn.Wanted > 0) return;
            _open.Remove(userId);
            turn.Place.Dispose();
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Place { get; } = new(1, 1);

        public int Wanted { get; set; }
    }
}
