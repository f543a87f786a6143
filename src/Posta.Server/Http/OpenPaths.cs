using Posta.Server.Invites;
using Posta.Server.Setup;

namespace Posta.Server.Http;

/// <summary>What needs no token (C-03). Matched on a path boundary: /setupanything stays closed.</summary>
internal static class OpenPaths
{
    private const string Invites = ApiAnswers.Prefix + InviteEndpoints.Group;

    public static bool IsOpen(this HttpRequest request) =>
        request.Path.StartsWithSegments(SetupEndpoint.Path, StringComparison.Ordinal)
        || (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(Invites, StringComparison.Ordinal));
}
