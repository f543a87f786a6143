namespace ChatPosta.Queue;

/// <param name="Path">Of the list that it stands in.</param>
/// <param name="IsNamed">Whether it has to say to whom it goes.</param>
public sealed record QueueItemModel(QueuedMessage Queued, string Path, bool IsNamed)
{
    /// <inheritdoc cref="QueueModel.IsAlone"/>
    public bool IsAlone { get; init; }
}
