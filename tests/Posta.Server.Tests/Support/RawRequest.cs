using System.Globalization;
using System.Text;

namespace Posta.Server.Tests.Support;

/// <summary>A request in pieces, so that each can be damaged without the others: a framing that lies would only hang up.</summary>
internal sealed record RawRequest(string Method, string Target, string Headers, string Body)
{
    /// <summary>Kestrel's own answer where a line end cuts the version off the request line: a reproach, not a failure.</summary>
    public const string NotHttp = "HTTP/1.1 505 HTTP Version Not Supported";

    private const int Pieces = 4;

    public byte[] Bytes(string host, int piece = -1, Func<byte[], byte[]>? change = null)
    {
        byte[] Piece(int number, string text) =>
            number == piece % Pieces && change is not null ? change(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text);

        var body = Piece(3, Body);
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. Piece(0, Method), (byte)' ', .. Piece(1, Target), .. " HTTP/1.1\r\n"u8, .. Piece(2, Headers),
            .. Encoding.ASCII.GetBytes($"Host: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"), .. body,
        ];
    }
}
