namespace ChatPosta.Keys;

/// <summary>An unlock code to be written down.</summary>
/// <param name="Text">In groups, with hyphens between.</param>
/// <param name="Opens">Whose account where: who finds the paper in a drawer knows what it is for.</param>
public sealed record UnlockCodeSheetModel(string Text, string Opens);
