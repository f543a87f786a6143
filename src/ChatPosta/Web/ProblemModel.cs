namespace ChatPosta.Web;

/// <summary>What went wrong in the reader's words, and one way out.</summary>
/// <param name="WayOutLabel">Null: to the conversations.</param>
/// <param name="ShowsQueue">Whether to lead to what waits for the user's server, too: that page needs no server.</param>
public sealed record ProblemModel(
    string Title,
    string Detail,
    string WayOut = "/",
    string? WayOutLabel = null,
    bool ShowsQueue = false);
