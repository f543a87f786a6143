using Posta.Server.Invites;

namespace Posta.Server.Http;

/// <summary>What needs no token (C-03). Matched on a path boundary: /inviteanything stays closed.</summary>
internal static class OpenPaths
{
    private const string Invites = ApiAnswers.Prefix + InviteEndpoints.Group;

    public static bool IsOpen(this HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(Invites, StringComparison.Ordinal);
}
