namespace ChatPosta.Threads;

/// <summary>Which part of a thread is asked for; without anything the newest.</summary>
/// <param name="Before">The rows before this one.</param>
/// <param name="At">The rows around this one, which a search has found.</param>
/// <param name="Reply">The row that is going to be answered.</param>
/// <param name="Unread">The rows around this one, from which on the reader wants to take all as unread.</param>
internal sealed record ThreadQuery(long? Before, long? At, long? Reply, long? Unread)
{
    public bool IsPossible => new[] { Before, At, Reply, Unread }.All(row => row is null || RowId.IsPossible(row.Value));
}
