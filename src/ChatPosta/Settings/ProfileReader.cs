using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>Reads the profile of the signed-in user from the posta-server. Bound to one request.</summary>
internal sealed class ProfileReader(Session session, PostaClient upstream, Pictures pictures)
{
    public static async ValueTask<ProfileReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
            ? new(session, upstream, pictures)
            : null;

    public PostaUrl Address => session.User.Identity;

    /// <summary>Without an identity, and with the reason, while the posta-server is away: the rest of the settings work then, and so does this page, as far as it can.</summary>
    public async Task<ProfileModel> Read(CancellationToken ct)
    {
        try
        {
            var identity = await upstream.Identity(ct);
            return new(Address, identity) { Picture = pictures.Avatar(identity.Avatar) };
        }
        catch (UpstreamException exception)
        {
            return new(Address, null) { Problem = exception.Error.Explain() };
        }
    }

    /// <summary>The page after words were declined: they stay as they were typed, and the picture as it is.</summary>
    public async Task<ProfileModel> Read(Identity typed, string problem, CancellationToken ct)
    {
        var profile = await Read(ct);
        return profile with { Identity = (profile.Identity ?? typed) with { Name = typed.Name, About = typed.About }, Problem = problem };
    }
}
