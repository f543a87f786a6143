namespace Posta.Server.Http;

/// <summary>
/// The description of the client API, written by hand for people and held against routes and answers by tests. It needs a
/// token like the rest: client-api.md names no exception for it.
/// </summary>
internal static class ApiDescription
{
    private const string Path = "/openapi.json";

    public static byte[] Document { get; } = Read();

    public static void MapDescription(this IEndpointRouteBuilder api) =>
        api.MapGet(Path, () => TypedResults.Bytes(Document, "application/json"));

    private static byte[] Read()
    {
        using var file = typeof(ApiDescription).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = new byte[file.Length];
        file.ReadExactly(document);
        return document;
    }
}
