using Posta.Protocol.ClientApi;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Media;

internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder api) => api.MapPost("/uploads", Add);

    private static async Task<IResult> Add(Identity identity, HttpRequest request)
    {
        var (image, problem) = await request.ReadImage(ImageKind.Upload, identity.Images);
        if (image is null)
            return problem!;

        using (image)
        {
            var name = image.Name;
            identity.Images.Keep(image, name);
            return TypedResults.Json(Describe(image, name.Address(identity.Url)), ClientApiJson.Default.Upload, statusCode: 201);
        }
    }

    private static Upload Describe(StagedImage image, string address) =>
        new(address, image.Format.MediaType, image.Output.Length, (int)image.Size.Width, (int)image.Size.Height);
}
