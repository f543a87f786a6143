using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatPosta.Media;

/// <summary>
/// The picture of an uploaded form, read as it comes: the framework's own form reader would put it into a temporary file,
/// where a copy of it could stay.
/// </summary>
/// <param name="Name">What the file is called on the device that it comes from.</param>
/// <param name="Fields">The fields that stand before it in the form.</param>
internal sealed record PictureForm(Stream Content, string MediaType, string Name, IReadOnlyDictionary<string, string> Fields)
{
    public const int MaxBytes = 10 << 20;

    /// <summary>What the form weighs beside its picture, at most.</summary>
    public const int MaxFields = 16 << 10;

    /// <summary>What is read of a form that is refused for its size: where nobody reads on, its sender never sees the answer.</summary>
    public const int MaxRead = 4 * MaxBytes;

    private const string Field = "picture";

    /// <summary>Whether the form says how long it is, and that is not too long.</summary>
    public static bool Fits(HttpRequest request) => request.ContentLength <= MaxBytes + MaxFields;

    /// <summary>Null when no file was chosen, or the form cannot be read.</summary>
    public static async Task<PictureForm?> Read(HttpRequest request, CancellationToken ct)
    {
        if (Boundary(request) is not { } boundary) return null;

        var fields = new Dictionary<string, string>();
        try
        {
            var sections = new MultipartReader(boundary, request.Body);
            while (await sections.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.AsFileSection() is { Name: Field, FileName.Length: > 0 } file)
                    return new(section.Body, TypeOf(section.ContentType), Path.GetFileName(file.FileName), fields);
                if (section.AsFormDataSection() is { } field) fields[field.Name] = await ReadField(field, ct);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // It ends too early, or is no form at all.
        }

        return null;
    }

    private static async Task<string> ReadField(FormMultipartSection field, CancellationToken ct)
    {
        using var reader = new StreamReader(field.Section.Body);
        var text = new char[MaxFields];
        return new string(text, 0, await reader.ReadBlockAsync(text, ct));
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
