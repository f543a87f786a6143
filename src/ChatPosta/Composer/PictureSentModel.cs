using ChatPosta.Threads;

namespace ChatPosta.Composer;

/// <summary>The answer to a picture: the form's new state and, when it went well, the thread's newest rows.</summary>
public sealed record PictureSentModel(AttachModel Attach, RowsModel? Rows = null);
