namespace ChatPosta.SignIn;

/// <summary>Asks for the unlock code.</summary>
/// <param name="Next">The page of ours to which it leads.</param>
/// <param name="Error">What was wrong with the last one, "" at first.</param>
/// <param name="Typed">The last one, to be mended: it is long, and mostly right.</param>
public sealed record UnlockModel(string Next, string Error = "", string Typed = "");
