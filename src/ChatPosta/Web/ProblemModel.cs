namespace ChatPosta.Web;

/// <summary>What went wrong in the reader's words, and one way out.</summary>
public sealed record ProblemModel(string Title, string Detail, string WayOut = "/", string WayOutLabel = "Back to your conversations");
