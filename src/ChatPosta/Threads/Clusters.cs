namespace ChatPosta.Threads;

/// <summary>Where a row stands among its neighbours.</summary>
public readonly record struct Place(bool StartsDay, bool StartsCluster, bool EndsCluster);

/// <summary>
/// Rows of one author that follow each other within two minutes read as one: one picture, one time, one mark.
/// A row's place depends on its two neighbours alone, so a row looks the same in whatever page it is sent.
/// </summary>
public static class Clusters
{
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(2);

    /// <param name="rows">Oldest first.</param>
    /// <param name="previous">The row before them, if there is one; not itself shown.</param>
    /// <param name="next">The row after them, likewise.</param>
    public static IEnumerable<MessageModel> Arrange(IReadOnlyList<MessageModel> rows, MessageModel? previous, MessageModel? next) =>
        rows.Select((row, index) => row with
        {
            Place = PlaceOf(row, index > 0 ? rows[index - 1] : previous, index < rows.Count - 1 ? rows[index + 1] : next),
        });

    private static Place PlaceOf(MessageModel row, MessageModel? previous, MessageModel? next) => new(
        StartsDay: previous?.At.UtcDateTime.Date != row.At.UtcDateTime.Date,
        StartsCluster: previous is null || !Joins(previous, row),
        EndsCluster: next is null || !Joins(row, next));

    private static bool Joins(MessageModel earlier, MessageModel later) =>
        earlier.Author == later.Author && (later.At - earlier.At).Duration() <= Reach;
}
