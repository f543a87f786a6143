using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Media;

/// <summary>Images as anybody reads them: RFC 9110 §13 and §14.</summary>
public sealed class ImageServingTests : IAsyncLifetime
{
    private static readonly byte[] Image = PngFile.Grey(30, 20);

    private TestServer _server = null!;
    private string _address = "";

    private string Root => $"https://{_server.Url("alice").Authority}/";

    private string Tag => $"\"{Name["upload-".Length..^".png".Length]}\"";

    private string Name => _address[Root.Length..];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        var alice = await _server.Client("alice");
        _address = (await alice.Upload(Image, "image/png")).Read(ClientApiJson.Default.Upload).Url;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Everybody_may_keep_it_for_ever_and_show_it_but_it_can_do_nothing(string method)
    {
        var answer = await ImageRequests.Read(_address, new HttpMethod(method));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ("image/png", "public, max-age=31536000, immutable", Tag, "bytes"),
            (answer["Content-Type"], answer["Cache-Control"], answer["ETag"], answer["Accept-Ranges"]));
        Assert.Equal(
            ("nosniff", "sandbox", "cross-origin"),
            (answer["X-Content-Type-Options"], answer["Content-Security-Policy"], answer["Cross-Origin-Resource-Policy"]));
        Assert.Equal($"{Image.Length}", answer["Content-Length"]);
        Assert.Equal(method == "GET" ? Image : [], answer.Body);
    }

    [Theory]
    [InlineData("{tag}", 304)]
    [InlineData("W/{tag}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\", W/{tag}", 304)]
    [InlineData("\"other\", \"another\"", 200)]
    [InlineData("\"other\"", 200)]
    public async Task Who_has_it_gets_no_second_copy(string ifNoneMatch, int status)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var answer = await ImageRequests.Read(_address, method, ("If-None-Match", ifNoneMatch.Replace("{tag}", Tag, StringComparison.Ordinal)));

            Assert.Equal((status, Tag), (answer.Status, answer["ETag"]));
            Assert.Equal("public, max-age=31536000, immutable", answer["Cache-Control"]);
            Assert.Equal(status == 200 && method == HttpMethod.Get ? Image : [], answer.Body);
        }
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=8-15", 8, 8)]
    [InlineData("bytes=8-", 8, int.MaxValue)]
    [InlineData("bytes=0-999999", 0, int.MaxValue)]
    [InlineData("bytes=-7", -7, 7)]
    [InlineData("bytes=-999999", 0, int.MaxValue)]
    public async Task A_range_is_a_part_of_it(string range, int start, int length)
    {
        var answer = await ImageRequests.Read(_address, null, ("Range", range));

        var first = start < 0 ? Image.Length + start : start;
        var part = Image[first..(int)Math.Min(Image.Length, first + (long)length)];
        Assert.Equal((206, $"bytes {first}-{first + part.Length - 1}/{Image.Length}"), (answer.Status, answer["Content-Range"]));
        Assert.Equal(part, answer.Body);
        Assert.Equal(Tag, answer["ETag"]);
    }

    [Theory]
    [InlineData("bytes=999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_of_it_is_refused_and_no_cache_keeps_that(string range)
    {
        var answer = await ImageRequests.Read(_address, null, ("Range", range));

        Assert.Equal((416, ErrorCode.BadRange, $"bytes */{Image.Length}"), (answer.Status, answer.Answer.Code, answer["Content-Range"]));
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Theory]
    [InlineData("Range", "items=0-1", "", "")]
    [InlineData("Range", "bytes=0-1,4-5", "", "")]
    [InlineData("Range", "bytes=0-1", "If-Range", "\"other\"")]
    [InlineData("Range", "bytes=0-1", "If-Range", "W/{tag}")]
    [InlineData("Range", "bytes=0-1", "If-Range", "Sun, 22 Nov 2026 00:00:00 GMT")]
    public async Task A_range_that_is_not_understood_or_of_another_version_is_ignored(string name, string value, string condition, string version)
    {
        (string, string)[] headers = condition.Length == 0
            ? [(name, value)]
            : [(name, value), (condition, version.Replace("{tag}", Tag, StringComparison.Ordinal))];

        var answer = await ImageRequests.Read(_address, null, headers);

        Assert.Equal((200, Image.Length), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task A_range_of_the_known_version_is_given_and_only_a_GET_has_ranges()
    {
        Assert.Equal(206, (await ImageRequests.Read(_address, null, ("Range", "bytes=0-1"), ("If-Range", Tag))).Status);
        Assert.Equal(304, (await ImageRequests.Read(_address, null, ("Range", "bytes=0-1"), ("If-None-Match", Tag))).Status);
        Assert.Equal(200, (await ImageRequests.Read(_address, HttpMethod.Head, ("Range", "bytes=0-1"))).Status);
    }

    [Fact]
    public async Task If_Match_of_another_version_is_refused()
    {
        var answer = await ImageRequests.Read(_address, null, ("If-Match", "\"other\""));

        Assert.Equal((412, ErrorCode.PreconditionFailed, "no-store"), (answer.Status, answer.Answer.Code, answer["Cache-Control"]));
        Assert.Equal(200, (await ImageRequests.Read(_address, null, ("If-Match", Tag))).Status);
    }

    [Theory]
    [InlineData("upload-")]
    [InlineData("avatar-x")]
    [InlineData("upload-{hash}")]
    [InlineData("upload-{hash}.jpg")]
    [InlineData("upload-{hash}.exe")]
    [InlineData("upload-{hash}.PNG")]
    [InlineData("upload-{HASH}.png")]
    [InlineData("avatar-{hash}.png")]
    [InlineData("upload-..%2f{hash}.png")]
    [InlineData("upload-{hash}.png%2f..%2fkeys.json")]
    [InlineData("upload-0000000000000000000000000000000000000000000000000000000000000000.png")]
    public async Task An_unknown_name_is_not_found(string name)
    {
        var hash = Tag.Trim('"');
        var answer = await ImageRequests.Read(
            Root + name.Replace("{hash}", hash, StringComparison.Ordinal).Replace("{HASH}", hash.ToUpperInvariant(), StringComparison.Ordinal));

        Assert.Equal((404, ErrorCode.NotFound, "no-store"), (answer.Status, answer.Answer.Code, answer["Cache-Control"]));
    }

    [Theory]
    [InlineData("upload-x/y")]
    [InlineData("avatar-x/y")]
    [InlineData("avatar-x/")]
    [InlineData("uploads")]
    [InlineData("avatarx")]
    [InlineData("Upload-x")]
    [InlineData("x/upload-y")]
    [InlineData("keys.json")]
    [InlineData(".image-x")]
    public async Task What_only_looks_like_an_image_stays_closed(string path) =>
        Assert.Equal((401, ErrorCode.Unauthorized), ((await ImageRequests.Read(Root + path)).Status, (await ImageRequests.Read(Root + path)).Answer.Code));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task It_can_only_be_read(string method)
    {
        var answer = await ImageRequests.Read(_address, new HttpMethod(method));

        Assert.Equal((405, ErrorCode.MethodNotAllowed, "GET, HEAD"), (answer.Status, answer.Answer.Code, answer["Allow"]));
    }

    [Fact]
    public async Task A_query_and_a_token_do_not_matter()
    {
        Assert.Equal(200, (await ImageRequests.Read(_address + "?x=1")).Status);
        Assert.Equal(200, (await ImageRequests.Read(_address, null, ("Authorization", "Bearer mst_wrong"))).Status);
    }

    [Fact]
    public async Task An_image_outlives_a_restart()
    {
        await _server.Stop();
        await _server.StartAgain();

        Assert.Equal(Image, (await ImageRequests.Read(_address)).Body);
    }
}
