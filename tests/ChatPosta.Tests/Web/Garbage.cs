using System.Globalization;
using System.Text;

namespace ChatPosta.Tests.Web;

/// <summary>Requests that nobody's browser would send, the same ones for the same seed.</summary>
internal sealed class Garbage(int seed, IReadOnlyList<string> routes, string host, string cookie)
{
    private static readonly string[] Methods = ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "X"];
    private static readonly string[] Fields = ["code", "pairing", "url", "message", "key", "rowId", "peer", "before", "at", "q"];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "9223372036854775807", "9223372036854775808", "1e9", "NaN", "null", "true", "\0", "\ud83d", "🙂", "a\r\nb: c",
        "bob.example", "https://bob.example", "https://alice.localhost:1/users/x", "%2F", "%252F", "%", "%zz", "..%2f..%2f", "//", "\\", "https://[::1]",
        "posta+v1://alice.localhost:1#token=mst_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "<script>", "' OR 1=1 --", new('x', 5000),
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "5", "\"\"", "{", "{\"credential\":null}", "{\"credential\":{\"response\":5}}", "{\"unlockKey\":[]}",
        "{\"credential\":{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\",\"userHandle\":\"AA\"},\"clientExtensionResults\":{}},\"unlockKey\":\"AA\"}",
        new('[', 5000), new('x', 70_000),
    ];

    private static readonly string[] ContentTypes =
        ["application/json", "application/json", "application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "x", "", "application/json; charset=utf-99", "application/x-www-form-urlencoded; charset=utf-99"];

    private readonly Random _random = new(seed);

    /// <summary>One request, ready for the socket. A damaged one may promise more than it holds.</summary>
    public (byte[] Bytes, bool IsDamaged) Next()
    {
        var body = _random.Next(3) == 0 ? Pick(Bodies) : Form();
        var bytes = Encoding.UTF8.GetBytes(body);
        var text = $"{Method()} {Path()} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{Headers()}Content-Length: {bytes.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        byte[] request = [.. Encoding.UTF8.GetBytes(text), .. bytes];
        var isDamaged = _random.Next(6) == 0;
        if (isDamaged) Damage(request);
        return (request, isDamaged);
    }

    private string Method() => _random.Next(8) switch
    {
        0 => Pick(Methods),
        1 or 2 => "GET",
        _ => "POST",
    };

    private string Path()
    {
        var path = Pick(routes);
        while (path.IndexOf('{') is var start and >= 0)
            path = path[..start] + Uri.EscapeDataString(Whole(Pick(Values))) + path[(path.IndexOf('}') + 1)..];
        if (_random.Next(3) == 0) path += $"?{Pick(Fields)}={Uri.EscapeDataString(Whole(Pick(Values)))}";
        return path;
    }

    private string Headers()
    {
        var headers = new StringBuilder($"Content-Type: {(_random.Next(2) == 0 ? "application/x-www-form-urlencoded" : Pick(ContentTypes))}\r\n");
        if (_random.Next(3) > 0) headers.Append(CultureInfo.InvariantCulture, $"Cookie: {cookie}\r\n");
        else headers.Append(CultureInfo.InvariantCulture, $"Cookie: chat={OneLine()}; chat-sign-up={OneLine()}; chat-sign-in=\"\r\n");
        if (_random.Next(4) > 0) headers.Append("Sec-Fetch-Site: same-origin\r\n");
        if (_random.Next(3) == 0) headers.Append("HX-Request: true\r\n");
        if (_random.Next(3) == 0) headers.Append("Accept: application/json\r\n");
        if (_random.Next(4) == 0) headers.Append(CultureInfo.InvariantCulture, $"HX-Current-URL: {OneLine()}\r\n");
        if (_random.Next(4) == 0) headers.Append(CultureInfo.InvariantCulture, $"Last-Event-ID: {OneLine()}\r\n");
        if (_random.Next(6) == 0) headers.Append(CultureInfo.InvariantCulture, $"Sec-Fetch-Mode: navigate\r\nUser-Agent: {OneLine()}\r\n");
        return headers.ToString();
    }

    private string Form() =>
        string.Join('&', Enumerable.Range(0, _random.Next(4)).Select(_ => $"{Pick(Fields)}={Uri.EscapeDataString(Whole(Pick(Values)))}"));

    private string OneLine() => Uri.EscapeDataString(Whole(Pick(Values)));

    /// <summary>Escaping refuses half a character.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private void Damage(byte[] request)
    {
        for (var times = _random.Next(1, 8); times > 0; times--) request[_random.Next(request.Length)] = (byte)_random.Next(256);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
