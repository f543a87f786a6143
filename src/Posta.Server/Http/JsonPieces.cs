using System.Buffers;

namespace Posta.Server.Http;

/// <summary>JSON that is written already, in pieces; several answers may send the same ones.</summary>
internal sealed class JsonPieces(ReadOnlySequence<byte> json) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        foreach (var piece in json)
            await response.BodyWriter.WriteAsync(piece, httpContext.RequestAborted);
    }
}
