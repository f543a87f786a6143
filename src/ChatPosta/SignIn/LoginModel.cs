namespace ChatPosta.SignIn;

/// <summary>The sign-in page. <paramref name="Error"/> and <paramref name="Notice"/> are "" at first.</summary>
/// <param name="Next">The page of ours to which it leads.</param>
/// <param name="Notice">What has just been done, to somebody who was signed in.</param>
public sealed record LoginModel(string Next, string Error = "", string Notice = "");
