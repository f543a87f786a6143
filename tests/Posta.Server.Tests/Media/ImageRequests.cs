using System.Net.Http.Headers;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Media;

/// <summary>Sends images, and reads them as anybody can.</summary>
internal static class ImageRequests
{
    public static Task<ApiAnswer> Upload(this ApiClient client, byte[] image, string? mediaType, bool chunked = false) =>
        client.SendImage(HttpMethod.Post, "/uploads", image, mediaType, chunked);

    public static Task<ApiAnswer> PutAvatar(this ApiClient client, byte[] image, string? mediaType, bool chunked = false) =>
        client.SendImage(HttpMethod.Put, "/identity/avatar", image, mediaType, chunked);

    /// <summary>Reads at the root of the host, without a token.</summary>
    public static async Task<ImageAnswer> Read(string address, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var http = RawHttp.Client(Protocol.PostaUrl.Parse(new Uri(address).GetLeftPart(UriPartial.Authority)));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ImageAnswer(await ApiAnswer.Of(response), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<ApiAnswer> SendImage(this ApiClient client, HttpMethod method, string path, byte[] image, string? mediaType, bool chunked)
    {
        using var request = new HttpRequestMessage(method, $"https://{client.Url.Authority}/api/v1{path}")
        {
            Content = chunked ? new StreamContent(new Dribble(image, 50_000)) : new ByteArrayContent(image),
        };
        if (mediaType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        using var response = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.Of(response);
    }
}

internal sealed record ImageAnswer(ApiAnswer Answer, byte[] Body)
{
    public int Status => Answer.Status;

    public string? this[string header] => Answer.Headers.GetValueOrDefault(header);
}
