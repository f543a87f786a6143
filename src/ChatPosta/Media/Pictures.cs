using ChatPosta.Sessions;

namespace ChatPosta.Media;

/// <summary>The addresses under which one user's pages show remote pictures: never the picture's own.</summary>
public sealed class Pictures
{
    private readonly Func<PictureKind, string, string?> _sign;

    internal Pictures(MediaSigner signer, string userId) => _sign = (kind, url) => signer.Sign(userId, kind, url);

    /// <summary>"" where there is no picture, or none that we would fetch.</summary>
    public string Avatar(string url) => _sign(PictureKind.Avatar, url) ?? "";

    /// <summary>As <see cref="Avatar"/>, for the picture of a message.</summary>
    public string Image(string url) => _sign(PictureKind.Image, url) ?? "";

    public static async ValueTask<Pictures?> BindAsync(HttpContext context) => await Session.BindAsync(context) is { } session
        ? new(context.RequestServices.GetRequiredService<MediaSigner>(), session.User.Id)
        : null;
}
