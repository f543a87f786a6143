using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Media;

/// <summary>Takes an image out of a request's body, straight to the disk; the checks come in the order of C-12.</summary>
internal static class ImageIntake
{
    public static async Task<(StagedImage? Image, IResult? Problem)> ReadImage(this HttpRequest request, ImageKind kind, ImageFolder folder)
    {
        if (ImageFormats.Declared(request.ContentType) is not { } declared || !kind.Formats.Contains(declared))
            return (null, Answers.Refuse(400, ErrorCode.UnsupportedMediaType, kind.Accepted));
        if (request.ContentLength > kind.MaxBytes)
            return (null, TooLarge(kind));

        var image = folder.Stage(kind, declared);
        try
        {
            var problem = await Fill(image, request);
            if (problem is not null)
                image.Dispose();
            return (problem is null ? image : null, problem);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static async Task<IResult?> Fill(StagedImage image, HttpRequest request)
    {
        using var input = new ImageInput(request.Body, image.Kind.MaxBytes, request.HttpContext.RequestAborted);
        var reading = await ImageFormats.Strip(input, image.Output, image.Format);

        // The size comes before what is wrong with the image, and counts what is dropped after its end (C-14).
        await input.Drain();
        if (input.IsTooLarge)
            return TooLarge(image.Kind);

        image.Size = reading.Size;
        return reading.Fault is ImageFault.None ? null : Answers.Refuse(reading.Fault.Explain());
    }

    private static IResult TooLarge(ImageKind kind) => Answers.Refuse(413, ErrorCode.TooLarge, kind.TooLarge);
}
