namespace ChatPosta.SignIn;

/// <summary>The sign-in page. <paramref name="Error"/> is "" at first.</summary>
/// <param name="Next">The page of ours to which it leads.</param>
public sealed record LoginModel(string Next, string Error = "");
