using ChatPosta.Queue;
using ChatPosta.Threads;

namespace ChatPosta.Composer;

/// <summary>The answer to a send: the composer's new state and, when it went well, the thread's newest rows and what waits.</summary>
public sealed record SentModel(ComposerModel Composer, RowsModel? Rows = null, QueueModel? Queue = null);
