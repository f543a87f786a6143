using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatPosta.Settings;

/// <summary>
/// The picture of an uploaded form, read as it comes: the framework's own form reader would put it into a temporary file,
/// where a copy of it could stay.
/// </summary>
internal sealed record PictureForm(Stream Content, string MediaType)
{
    public const int MaxBytes = 10 << 20;

    private const string Field = "picture";

    /// <summary>Null when no file was chosen, or the form cannot be read.</summary>
    public static async Task<PictureForm?> Read(HttpRequest request, CancellationToken ct)
    {
        if (Boundary(request) is not { } boundary) return null;

        try
        {
            var sections = new MultipartReader(boundary, request.Body);
            while (await sections.ReadNextSectionAsync(ct) is { } section)
                if (section.AsFileSection() is { Name: Field, FileName.Length: > 0 }) return new(section.Body, TypeOf(section.ContentType));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // It ends too early, or is no form at all.
        }

        return null;
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 100 } boundary
            ? boundary.Value
            : null;

    /// <summary>What the browser says. The posta-server looks at the bytes.</summary>
    private static string TypeOf(string? declared) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(declared, out var type) && type.MediaType is { } media ? media : "application/octet-stream";
}
