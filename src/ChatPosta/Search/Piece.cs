namespace ChatPosta.Search;

/// <summary>A run of a text that was looked for, or that was not.</summary>
public sealed record Piece(string Text, bool IsFound);
