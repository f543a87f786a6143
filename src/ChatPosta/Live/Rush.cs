namespace ChatPosta.Live;

/// <summary>Tells from what a program allocates, looked at from time to time, when it has become quiet after it was busy.</summary>
internal sealed class Rush
{
    /// <summary>Allocated from one look to the next; some twenty pages, or fifty tabs that open.</summary>
    public const long Busy = 8 * 1024 * 1024;

    /// <summary>Thousands of idle tabs with their heartbeats allocate less.</summary>
    public const long Quiet = 2 * 1024 * 1024;

    private long _before;
    private bool _isOn;

    /// <summary>Once after each rush.</summary>
    /// <param name="allocated">By the program since its start, in bytes.</param>
    public bool IsOver(long allocated)
    {
        var since = allocated - _before;
        _before = allocated;
        if (since >= Busy) _isOn = true;
        if (!_isOn || since >= Quiet) return false;

        _isOn = false;
        return true;
    }
}
