using Posta.Protocol.ClientApi;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Profile;

internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder api) => api.MapGet("/identity", Show);

    private static async Task<IResult> Show(Identity identity, CancellationToken ct)
    {
        var profile = await identity.Profile.Read(ct);
        return TypedResults.Json(
            new Protocol.ClientApi.Identity(identity.Url.Display, profile.Name, profile.About, profile.Avatar, profile.Kind),
            ClientApiJson.Default.Identity);
    }
}
