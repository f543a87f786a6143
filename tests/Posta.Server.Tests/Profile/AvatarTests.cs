using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Media;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Profile;

public sealed class AvatarTests : IAsyncLifetime
{
    private const int Limit = 1024 * 1024;

    private static readonly TimeSpan Afterlife = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_avatar_is_told_shown_and_published_at_once()
    {
        using var events = await _alice.Events();

        var answer = await _alice.PutAvatar(SampleImages.All["dirty JPEG"].Sent, "image/jpeg");

        var avatar = answer.Read(ClientApiJson.Default.AvatarUrl).Avatar;
        Assert.Equal(200, answer.Status);
        Assert.StartsWith($"https://{_alice.Url.Authority}/avatar-", avatar, StringComparison.Ordinal);
        Assert.Equal((avatar, avatar, avatar), (await Told(events), await Shown(), await Published()));
        var image = await ImageRequests.Read(avatar);
        Assert.Equal((200, "image/jpeg"), (image.Status, image["Content-Type"]));
        Assert.Equal(SampleImages.All["dirty JPEG"].Stored, image.Body);
    }

    [Fact]
    public async Task The_same_avatar_again_is_no_event()
    {
        var first = await Put(1);
        using var events = await _alice.Events();

        Assert.Equal(first, await Put(1));
        var second = await Put(2);

        Assert.Equal(second, await Told(events));
    }

    [Fact]
    public async Task The_one_before_stays_for_ten_minutes()
    {
        var first = await Put(1);
        _time.Advance(TimeSpan.FromDays(1));
        var second = await Put(2);

        _time.Advance(Afterlife - TimeSpan.FromSeconds(1));
        Assert.Equal((200, 200), ((await ImageRequests.Read(first)).Status, (await ImageRequests.Read(second)).Status));

        _time.Advance(TimeSpan.FromSeconds(1));
        await Gone(first);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(200, (await ImageRequests.Read(second)).Status);
    }

    [Fact]
    public async Task A_restart_neither_shortens_nor_forgets_the_ten_minutes()
    {
        var first = await Put(1);
        _time.Advance(TimeSpan.FromDays(1));
        var second = await Put(2);
        await _server.Stop();
        _time.Advance(Afterlife / 2);
        await _server.StartAgain();
        Assert.Equal(200, (await ImageRequests.Read(first)).Status);
        await _server.Stop();
        _time.Advance(Afterlife / 2);

        await _server.StartAgain();

        await Gone(first);
        Assert.Equal((200, second), ((await ImageRequests.Read(second)).Status, await Shown()));
    }

    [Fact]
    public async Task The_time_of_each_one_before_is_its_own()
    {
        var first = await Put(1);
        var second = await Put(2);
        _time.Advance(Afterlife / 2);
        var third = await Put(3);

        _time.Advance(Afterlife / 2);

        await Gone(first);
        Assert.Equal((200, 200), ((await ImageRequests.Read(second)).Status, (await ImageRequests.Read(third)).Status));
        _time.Advance(Afterlife / 2);
        await Gone(second);
    }

    [Fact]
    public async Task The_one_before_can_come_back_to_stay()
    {
        var first = await Put(1);
        await Put(2);
        Assert.Equal(first, await Put(1));

        _time.Advance(Afterlife);

        await Eventually.True(() => Avatars().Length == 1, what: "one avatar");
        Assert.Equal((200, first), ((await ImageRequests.Read(first)).Status, await Shown()));
    }

    [Fact]
    public async Task Clearing_it_is_told_once_and_peers_may_read_it_a_little_longer()
    {
        var avatar = await Put(1);
        using var events = await _alice.Events();

        Assert.Equal(204, (await _alice.Delete("/identity/avatar")).Status);
        Assert.Equal(204, (await _alice.Delete("/identity/avatar")).Status);
        Assert.Equal(("", ""), (await Shown(), await Published()));
        Assert.Equal(200, (await ImageRequests.Read(avatar)).Status);
        _time.Advance(Afterlife);
        await Gone(avatar);
        Assert.Equal("", await Told(events));
        Assert.Equal(await Put(1), await Told(events));
    }

    [Fact]
    public async Task Of_several_at_once_one_wins_and_the_last_word_is_about_it()
    {
        using var events = await _alice.Events();

        var avatars = await Task.WhenAll(Enumerable.Range(1, 8).Select(Put));
        var told = new List<string>();
        while (told.Count < 8)
            told.Add(await Told(events));

        Assert.Equal(8, avatars.Distinct().Count());
        Assert.Equal((await Shown(), await Shown()), (told[^1], await Published()));
        _time.Advance(Afterlife);
        await Eventually.True(() => Avatars().Length == 1, what: "one avatar");
        Assert.Equal(200, (await ImageRequests.Read(await Shown())).Status);
    }

    [Fact]
    public async Task An_avatar_that_nobody_points_to_goes_too()
    {
        // As a crash between the file and the row would leave it.
        var avatar = await Put(1);
        await _server.Execute("alice", "UPDATE identity SET avatar = ''");
        await _server.Stop();
        _time.Advance(Afterlife);

        await _server.StartAgain();

        await Gone(avatar);
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_leaves_no_file()
    {
        var kept = await Put(1);
        await _server.Execute("alice", "CREATE TRIGGER full BEFORE UPDATE ON identity BEGIN SELECT RAISE(FAIL, 'full'); END");

        Assert.Equal(500, (await _alice.PutAvatar(Image(2), "image/png")).Status);

        Assert.EndsWith(Path.GetFileName(Assert.Single(Avatars())), kept, StringComparison.Ordinal);
        Assert.Equal((kept, 200), (await Shown(), (await ImageRequests.Read(kept)).Status));
    }

    [Theory]
    [InlineData("plain GIF", "image/gif", 400, ErrorCode.UnsupportedMediaType)]
    [InlineData("plain WebP", "image/webp", 400, ErrorCode.UnsupportedMediaType)]
    [InlineData("plain PNG", "image/svg+xml", 400, ErrorCode.UnsupportedMediaType)]
    [InlineData("plain PNG", null, 400, ErrorCode.UnsupportedMediaType)]
    [InlineData("plain GIF", "image/png", 400, ErrorCode.ContentTypeMismatch)]
    [InlineData("plain WebP", "image/jpeg", 400, ErrorCode.ContentTypeMismatch)]
    public async Task Avatars_are_PNG_or_JPEG(string sample, string? mediaType, int status, string code)
    {
        var answer = await _alice.PutAvatar(SampleImages.All[sample].Sent, mediaType);

        Assert.Equal((status, code, ""), (answer.Status, answer.Code, await Shown()));
        Assert.Empty(Avatars());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Avatars_have_a_limit_of_their_own(bool chunked)
    {
        var png = PngFile.Grey();

        var over = await _alice.PutAvatar(Bytes.Of(png, new byte[Limit - png.Length + 1]), "image/png", chunked);
        Assert.Equal((413, ErrorCode.TooLarge, ""), (over.Status, over.Code, await Shown()));
        var full = await _alice.PutAvatar(Bytes.Of(png, new byte[Limit - png.Length]), "image/png", chunked);

        Assert.Equal(200, full.Status);
    }

    [Fact]
    public async Task Nobody_else_can_set_or_clear_it()
    {
        var avatar = await Put(1);
        using var stranger = new ApiClient(_alice.Url, "mst_wrong");

        Assert.Equal(401, (await stranger.PutAvatar(Image(2), "image/png")).Status);
        Assert.Equal(401, (await stranger.Delete("/identity/avatar")).Status);
        Assert.Equal(avatar, await Shown());
    }

    private static byte[] Image(int number) => PngFile.Grey(number, 1);

    private async Task<string> Put(int number)
    {
        var answer = await _alice.PutAvatar(Image(number), "image/png");
        Assert.Equal(200, answer.Status);
        return answer.Read(ClientApiJson.Default.AvatarUrl).Avatar;
    }

    private static Task Gone(string avatar) =>
        Eventually.True(async () => (await ImageRequests.Read(avatar)).Status == 404, what: $"{avatar} is gone");

    private string[] Avatars() => Directory.GetFiles(Path.Combine(_server.Config.Data, "alice"), "avatar-*");

    private async Task<string> Shown() => (await _alice.Get("/identity")).Read(ClientApiJson.Default.Identity).Avatar;

    private static async Task<string> Told(EventStream events) =>
        JsonSerializer.Deserialize((await events.Next(EventName.IdentityChanged)).Data, ClientApiJson.Default.Identity)!.Avatar;

    private async Task<string> Published()
    {
        using var http = RawHttp.Client(_alice.Url);
        var json = await http.GetByteArrayAsync(_alice.Url.Canonical, TestContext.Current.CancellationToken);
        Assert.True(ActorDocument.TryParse(json, _alice.Url, out var document, out var reason), reason);
        return document.Avatar;
    }
}
