using System.Net;
using System.Security.Cryptography;
using System.Text;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Media;

public sealed class UploadTests : IAsyncLifetime
{
    private const int Limit = 10 * 1024 * 1024;

    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public static TheoryData<string> Names => SampleImages.Names;

    private string Folder => Path.Combine(_server.Config.Data, "alice");

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_image_comes_back_without_its_metadata(string name)
    {
        var sample = SampleImages.All[name];

        var answer = await _alice.Upload(sample.Sent, sample.MediaType);

        var made = answer.Read(ClientApiJson.Default.Upload);
        var hash = Convert.ToHexStringLower(SHA256.HashData(sample.Stored));
        Assert.Equal(201, answer.Status);
        Assert.StartsWith($"https://{_alice.Url.Authority}/upload-{hash}.", made.Url, StringComparison.Ordinal);
        Assert.Equal(made with { MediaType = sample.MediaType, Size = sample.Stored.Length, Width = sample.Width, Height = sample.Height }, made);
        var image = await ImageRequests.Read(made.Url);
        Assert.Equal((200, sample.MediaType, $"\"{hash}\""), (image.Status, image["Content-Type"], image["ETag"]));
        Assert.Equal(sample.Stored, image.Body);
    }

    [Theory]
    [InlineData("image/svg+xml", 400)]
    [InlineData("image/jpg", 400)]
    [InlineData("image/*", 400)]
    [InlineData("application/octet-stream", 400)]
    [InlineData(null, 400)]
    [InlineData("image/png; charset=x", 201)]
    [InlineData("IMAGE/PNG", 201)]
    public async Task The_declared_type_comes_first(string? mediaType, int status)
    {
        var answer = await _alice.Upload(PngFile.Grey(), mediaType);

        Assert.Equal(status, answer.Status);
        Assert.True(status == 201 || answer.Code == ErrorCode.UnsupportedMediaType);
        Assert.Equal(status == 201 ? 1 : 0, Images().Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_size_comes_before_what_the_bytes_are(bool chunked)
    {
        var tooLarge = await _alice.Upload(new byte[Limit + 1], "image/png", chunked);
        var largest = await _alice.Upload(new byte[Limit], "image/png", chunked);

        Assert.Equal((413, ErrorCode.TooLarge), (tooLarge.Status, tooLarge.Code));
        Assert.Equal((400, ErrorCode.NotAnImage), (largest.Status, largest.Code));
        Assert.Empty(Images());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_dropped_counts_for_the_size(bool chunked)
    {
        var png = PngFile.Grey();

        var full = await _alice.Upload(Bytes.Of(png, new byte[Limit - png.Length]), "image/png", chunked);
        var over = await _alice.Upload(Bytes.Of(png, new byte[Limit - png.Length + 1]), "image/png", chunked);

        Assert.Equal((201, png.Length), (full.Status, (int)full.Read(ClientApiJson.Default.Upload).Size));
        Assert.Equal((413, ErrorCode.TooLarge), (over.Status, over.Code));
    }

    [Fact]
    public async Task The_largest_image_is_kept_whole()
    {
        var pixels = RandomNumberGenerator.GetBytes(Limit - PngFile.Grey().Length - 100);
        var png = Bytes.Of(PngFile.Signature, PngFile.Header(5_000, 5_000), PngFile.Chunk("IDAT", pixels), PngFile.End);

        var made = (await _alice.Upload(png, "image/png", chunked: true)).Read(ClientApiJson.Default.Upload);

        Assert.Equal((png.LongLength, 5_000, 5_000), (made.Size, made.Width, made.Height));
        Assert.Equal(SHA256.HashData(png), SHA256.HashData((await ImageRequests.Read(made.Url)).Body));
    }

    [Theory]
    [InlineData("", "image/png", 400, ErrorCode.Truncated)]
    [InlineData("89504E47", "image/png", 400, ErrorCode.Truncated)]
    [InlineData("89504E470D0A1A0A0000000D49484452", "image/png", 400, ErrorCode.Truncated)]
    [InlineData("3C68746D6C3E3C2F68746D6C3E", "image/png", 400, ErrorCode.NotAnImage)]
    [InlineData("FFD8FFE000104A46494600", "image/png", 400, ErrorCode.ContentTypeMismatch)]
    [InlineData("474946383961FFFFFFFF000000", "image/gif", 413, ErrorCode.TooLarge)]
    public async Task What_is_no_good_image_is_told_by_its_code(string hex, string mediaType, int status, string code)
    {
        var answer = await _alice.Upload(Convert.FromHexString(hex), mediaType);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(Images());
    }

    [Fact]
    public async Task The_same_image_again_changes_nothing_whatever_metadata_it_had()
    {
        var plain = (await _alice.Upload(PngFile.Grey(), "image/png")).Read(ClientApiJson.Default.Upload);
        var file = Assert.Single(Images());
        var written = File.GetLastWriteTimeUtc(file);

        var again = await _alice.Upload(PngFile.Grey(3, 2, PngFile.Chunk("tEXt", 1, 2, 3)), "image/png");

        Assert.Equal((201, plain), (again.Status, again.Read(ClientApiJson.Default.Upload)));
        Assert.Equal((file, written), (Assert.Single(Images()), File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public async Task The_same_image_many_times_at_once_is_one_file()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _alice.Upload(PngFile.Grey(300, 300), "image/png")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(Images());
    }

    [Fact]
    public async Task Many_images_at_once_take_no_more_room_than_they_have()
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var watch = Most(pulse);
        const int size = 500_000;
        var images = Enumerable.Range(0, 64).Select(_ => Noise(size)).ToArray();

        var answers = await Task.WhenAll(images.Select(image => _alice.Upload(image, "image/png", chunked: true)));
        pulse.Dispose();

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(64, Images().Length);
        Assert.InRange(await watch, size, images.Sum(image => image.LongLength));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_goes_away_half_way_leaves_nothing_behind(bool abruptly)
    {
        var half = PngFile.Grey(300, 300)[..^100];
        var token = _alice.Http.DefaultRequestHeaders.Authorization!.ToString();
        var request = $"POST /api/v1/uploads HTTP/1.1\r\nHost: {_alice.Url.Authority}\r\nAuthorization: {token}\r\n"
            + "Content-Type: image/png\r\nContent-Length: 900000\r\n\r\n";

        await using (await RawHttp.Begin(_alice.Url, Bytes.Of(Encoding.ASCII.GetBytes(request), half), abruptly))
            await Eventually.True(() => Images().Length == 1, what: "an image under way");

        await Eventually.True(() => Images().Length == 0, what: "nothing left");
        Assert.Equal(200, (await _alice.Get("/identity")).Status);
        await _server.Stop();
        Assert.Empty(_server.Errors.Lines);
    }

    [Fact]
    public async Task A_client_that_calls_off_its_upload_leaves_nothing_behind()
    {
        using var calledOff = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{_alice.Url.Authority}/api/v1/uploads")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Stalled(PngFile.Grey(300, 300)[..^100]) { Headers = { ContentType = new("image/png") } },
        };
        var sending = _alice.Http.SendAsync(request, calledOff.Token);
        await Eventually.True(() => Images().Length == 1, what: "an image under way");

        await calledOff.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await Eventually.True(() => Images().Length == 0, what: "nothing left");
        await _server.Stop();
        Assert.Empty(_server.Errors.Lines);
    }

    [Fact]
    public async Task What_a_crash_left_is_swept_at_the_start_and_nothing_else()
    {
        var made = (await _alice.Upload(PngFile.Grey(), "image/png")).Read(ClientApiJson.Default.Upload);
        await _server.Stop();
        await File.WriteAllBytesAsync(Path.Combine(Folder, ".image-0123"), PngFile.Grey()[..20], TestContext.Current.CancellationToken);
        var before = Directory.GetFiles(Folder);

        await _server.StartAgain();

        Assert.Equal([".image-0123"], before.Except(Directory.GetFiles(Folder)).Select(Path.GetFileName));
        Assert.Equal(200, (await ImageRequests.Read(made.Url)).Status);
    }

    [Fact]
    public async Task An_identity_with_a_path_has_its_images_at_the_root_of_its_host()
    {
        await _server.Add("bob", "/users/bob");
        var bob = await _server.Client("bob");

        var made = (await bob.Upload(PngFile.Grey(), "image/png")).Read(ClientApiJson.Default.Upload);

        Assert.StartsWith($"https://bob.localhost:{_server.Port}/upload-", made.Url, StringComparison.Ordinal);
        Assert.Equal(200, (await ImageRequests.Read(made.Url)).Status);
        Assert.Equal(404, (await ImageRequests.Read(made.Url.Replace("bob.", "alice.", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_taken()
    {
        using var stranger = new ApiClient(_alice.Url, "mst_wrong");

        Assert.Equal(401, (await stranger.Upload(PngFile.Grey(), "image/png")).Status);
        Assert.Empty(Images());
    }

    private async Task<long> Most(PeriodicTimer pulse)
    {
        var most = 0L;
        do
            most = Math.Max(most, Images().Sum(Length));
        while (await pulse.WaitForNextTickAsync(TestContext.Current.CancellationToken));
        return most;
    }

    private string[] Images() =>
        [.. Directory.GetFiles(Folder).Where(file => Path.GetFileName(file).StartsWith("upload-", StringComparison.Ordinal)
            || Path.GetFileName(file).StartsWith(".image-", StringComparison.Ordinal))];

    private static long Length(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (FileNotFoundException)
        {
            // It has just got its name.
            return 0;
        }
    }

    private static byte[] Noise(int size) =>
        Bytes.Of(PngFile.Signature, PngFile.Header(1_000, 1_000), PngFile.Chunk("IDAT", RandomNumberGenerator.GetBytes(size)), PngFile.End);
}
