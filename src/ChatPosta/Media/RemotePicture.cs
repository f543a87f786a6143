using System.Net;
using System.Net.Http.Headers;
using Posta.Hosting.Egress;

namespace ChatPosta.Media;

/// <summary>
/// A picture on somebody's server, as far as its head: checked, and not yet passed on. What is declared and what the bytes
/// say must be the same picture type.
/// </summary>
internal sealed class RemotePicture : IDisposable
{
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly ReadOnlyMemory<byte> _start;

    private RemotePicture(HttpResponseMessage response, Stream body, ReadOnlyMemory<byte> start, string mediaType)
    {
        (_response, _body, _start) = (response, body, start);
        MediaType = mediaType;
    }

    public string MediaType { get; }

    /// <summary>Null when there is no such picture: not there, of another type, too large, or a redirect, which is not followed.</summary>
    /// <exception cref="EgressException">No answer.</exception>
    public static async Task<RemotePicture?> Open(GuardedHttp http, Uri url, int maxBytes, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
        var response = await http.Send(request, HeadersWithin, ct);
        try
        {
            if (response.StatusCode == HttpStatusCode.OK && !(response.Content.Headers.ContentLength > maxBytes)
                && await Read(response, maxBytes, ct) is { } picture)
                return picture;
        }
        catch
        {
            response.Dispose();
            throw;
        }

        response.Dispose();
        return null;
    }

    /// <summary>False when it turned out to be larger than allowed; then what was passed on is not the whole.</summary>
    public async Task<bool> CopyTo(Stream target, int maxBytes, CancellationToken ct)
    {
        await target.WriteAsync(_start, ct);
        var buffer = new byte[16 * 1024];
        for (long passed = _start.Length; ;)
        {
            var count = await _body.ReadAsync(buffer, ct);
            if (count == 0) return true;
            if ((passed += count) > maxBytes) return false;
            await target.WriteAsync(buffer.AsMemory(0, count), ct);
        }
    }

    public void Dispose() => _response.Dispose();

    private static async Task<RemotePicture?> Read(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStreamAsync(ct);
        var start = new byte[Math.Min(ImageHead.Enough, maxBytes)];
        var length = 0;
        ImageHead? head = null;
        for (var wanted = 64; length < start.Length && head is null; wanted *= 4)
        {
            var goal = Math.Min(wanted, start.Length);
            var count = await body.ReadAtLeastAsync(start.AsMemory(length, goal - length), goal - length, throwOnEndOfStream: false, ct);
            head = ImageHead.Read(start.AsSpan(0, length += count));
            if (length < goal) break;
        }

        var declared = response.Content.Headers.ContentType?.MediaType;
        return head is { IsReasonable: true, MediaType: var found } && found.Equals(declared, StringComparison.OrdinalIgnoreCase)
            ? new(response, body, start.AsMemory(0, length), found)
            : null;
    }
}
