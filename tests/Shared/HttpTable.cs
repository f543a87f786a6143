using System.Globalization;
using System.Text;

namespace Posta.Testing;

/// <summary>One request as bytes, and the status that it must get.</summary>
public sealed record HttpRow(string What, byte[] Request, string Status);

/// <summary>
/// What our server makes of requests that HTTP's readers disagree about (security.md §3.2), noted when it was tried. A row
/// that changes with a new runtime is to be understood before it is changed here: between a proxy and us, it may be a hole.
/// </summary>
public static class HttpTable
{
    private const string End = "0\r\n\r\n";

    /// <param name="host">A Host that is served.</param>
    /// <param name="page">A path that answers a GET with 200.</param>
    /// <param name="form">A path whose handler reads a body, and the Content-Type that it takes.</param>
    /// <param name="unknownHost">What another Host gets.</param>
    public static IReadOnlyList<HttpRow> For(string host, string page, (string Path, string Type) form, string unknownHost)
    {
        var get = $"GET {page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n";
        var post = $"POST {form.Path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {form.Type}\r\n";
        return
        [
            Row("Content-Length and chunked together", $"{get}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{End}", "200"),
            Row("two equal Content-Lengths", $"{get}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400"),
            Row("two different Content-Lengths", $"{get}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"),
            Row("a list of Content-Lengths", $"{get}Content-Length: 3, 3\r\n\r\nabc", "400"),
            Row("a negative Content-Length", $"{get}Content-Length: -1\r\n\r\n", "400"),
            Row("a Content-Length with a sign", $"{get}Content-Length: +3\r\n\r\nabc", "200"),
            Row("a coding that is not chunked", $"{get}Transfer-Encoding: xchunked\r\n\r\n{End}", "400"),
            Row("chunked and not last", $"{get}Transfer-Encoding: chunked, identity\r\n\r\n{End}", "400"),
            Row("a bare LF in a chunk's extension", $"{post}Transfer-Encoding: chunked\r\n\r\n1;a\nb\r\nx\r\n{End}", "400"),
            Row("a bare CR in a chunk's extension", $"{post}Transfer-Encoding: chunked\r\n\r\n1;a\rb\r\nx\r\n{End}", "400"),
            Row("a chunk's size that is none", $"{post}Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n{End}", "400"),
            Row("lines that end in LF only", get.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n", "200"),
            Row("a folded header", $"{get}X-A: b\r\n c\r\n\r\n", "400"),
            Row("a blank before the colon", $"{get}X-A : b\r\n\r\n", "400"),
            Row("a header without a name", $"{get}: b\r\n\r\n", "400"),
            Row("a NUL in a header", $"{get}X-A: b\0c\r\n\r\n", "400"),
            Row("a NUL in the target", $"GET {page}\0 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", "400"),
            Row("no Host", $"GET {page} HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
            Row("two Hosts", $"{get}Host: {host}\r\n\r\n", "400"),
            Row("a target that names another host", $"GET http://evil.example{page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", "400"),
            Row("an unknown Host", $"GET {page} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", unknownHost),
            Row("HTTP/1.0 without a Host", $"GET {page} HTTP/1.0\r\n\r\n", unknownHost),
            Row("a chunked body on HTTP/1.0", $"GET {page} HTTP/1.0\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n{End}", "200"),
            Row("another HTTP", $"GET {page} HTTP/3.0\r\nHost: {host}\r\n\r\n", "505"),
            Row("no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n", "400"),
            Row("33 KB of headers", $"{get}X-A: {new string('a', 33 * 1024)}\r\n\r\n", "431"),
            Row("101 headers", $"{get}{Many(101)}\r\n", "431"),
            Row("a line of 9 KB", $"GET {page}?{new string('a', 9 * 1024)} HTTP/1.1\r\nHost: {host}\r\n\r\n", "414"),
            Row("a body of 31 MB", $"{post}Content-Length: {31 * 1024 * 1024}\r\n\r\n", "413"),
        ];
    }

    private static HttpRow Row(string what, string request, string status) => new(what, Encoding.Latin1.GetBytes(request), status);

    private static string Many(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"X-{n}: a\r\n")));
}
