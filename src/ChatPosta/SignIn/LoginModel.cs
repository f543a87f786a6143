namespace ChatPosta.SignIn;

/// <summary>The sign-in page. <paramref name="Error"/> is "" at first.</summary>
public sealed record LoginModel(string Error = "");
