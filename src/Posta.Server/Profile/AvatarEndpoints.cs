using Posta.Protocol.ClientApi;
using Posta.Server.Media;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Profile;

internal static class AvatarEndpoints
{
    private const string Path = "/identity/avatar";

    public static void MapAvatar(this IEndpointRouteBuilder api)
    {
        api.MapPut(Path, Set);
        api.MapDelete(Path, Clear);
    }

    private static async Task<IResult> Set(Identity identity, HttpRequest request)
    {
        var (image, problem) = await request.ReadImage(ImageKind.Avatar, identity.Images);
        if (image is null)
            return problem!;

        using (image)
            return TypedResults.Json(new AvatarUrl(await identity.Avatars.Set(image)), ClientApiJson.Default.AvatarUrl);
    }

    private static async Task<IResult> Clear(Identity identity)
    {
        await identity.Avatars.Clear();
        return TypedResults.NoContent();
    }
}
