using ChatPosta.Limits;
using ChatPosta.Upstream;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Web;

/// <summary>Every problem that a whole page can have, in the reader's words.</summary>
internal static class Problems
{
    public static ProblemModel NotFound =>
        new(T("There is nothing here"), T("The address may be mistyped, or what stood here is gone."));

    public static ProblemModel BadRequest =>
        new(T("That request couldn't be read"), T("Something in it is missing, too long or not what this page sends. Go back and try again."));

    public static ProblemModel TooLarge =>
        new(T("That was too much at once"), T("What was sent is larger than this page takes. Shorten it and try again."));

    public static ProblemModel NoSuchAction =>
        new(T("That can't be done here"), T("This address exists, but not for what was asked of it. Go back and try again."));

    public static ProblemModel Ours =>
        new(T("Something went wrong here"), T("This is our fault, and it has been noted. Try again in a moment."));

    private static ProblemModel TooMany(TimeSpan wait) =>
        new(T("That was too often"), T("Wait {0}, then try again. Nothing was changed.", Waiting.Words(wait)));

    /// <summary>For an answer that has a status and no words; null where the status is meant for a script alone.</summary>
    /// <param name="wait">How long to wait, where the answer says so.</param>
    public static ProblemModel? Of(int status, TimeSpan? wait = null) => status switch
    {
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => NoSuchAction,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status429TooManyRequests => TooMany(wait ?? TimeSpan.FromMinutes(1)),
        StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType => BadRequest,
        _ => null,
    };

    public static ProblemModel Of(UpstreamError error) => error.Failure switch
    {
        UpstreamFailure.Refused => new(
            T("Your posta-server refused this token"),
            T("It may have been revoked there. Your messages are safe on it, and you keep your account and your passkeys: make a new pairing link there, then link your server again."),
            "/settings/server",
            T("Link your server again")),
        UpstreamFailure.Unreachable => new(
            T("Couldn't reach your posta-server"),
            T("Your messages are safe on it. Check that it is running; then try again."),
            WayOutLabel: T("Try again"),
            ShowsQueue: true),
        _ => new(T("Your posta-server didn't answer as it should"), error.Explain(), WayOutLabel: T("Try again"), ShowsQueue: true),
    };
}
