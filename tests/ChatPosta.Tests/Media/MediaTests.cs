using System.Net;
using ChatPosta.Media;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;
using Posta.Testing;

namespace ChatPosta.Tests.Media;

/// <summary>Remote pictures through the whole program: what is passed on, under which headers, and what is not.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private const string Png = "image/png";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Member _member = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _member = await Member.Join(_app, server: _server.Identity);
        _browser = _app.Browser();
        _browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await _member.SignIn(_app));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_picture_is_passed_on_as_it_is_and_can_do_nothing()
    {
        var file = TestImages.Png();
        Serve(Png, file);

        using var answer = await Get(Signed());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(file, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Png, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox", Header(answer, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("max-age=2592000, private, immutable", string.Join(", ", Header(answer, "Cache-Control").Split(", ").OrderBy(part => part == "immutable").ThenBy(part => part)));
        Assert.NotNull(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_server_learns_neither_who_asks_nor_the_token()
    {
        var seen = new Dictionary<string, string>();
        _server.Answer = context =>
        {
            foreach (var (name, value) in context.Request.Headers) seen[name] = value.ToString();
            return Write(context, Png, TestImages.Png());
        };

        using var answer = await Get(Signed(), ("User-Agent", "somebody"), ("Referer", $"{_app.Address}c/secret"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Accept", "Host"], seen.Keys.Where(name => !name.StartsWith(':')).Order());
    }

    [Fact]
    public async Task What_the_browser_has_is_not_fetched_again()
    {
        Serve(Png, TestImages.Png());
        using var first = await Get(Signed());
        var asked = _server.Requests;

        using var second = await Get(Signed(), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(asked, _server.Requests);
    }

    [Fact]
    public async Task An_avatar_is_asked_for_again_for_it_may_be_another()
    {
        Serve(Png, TestImages.Png());
        var address = Signed(PictureKind.Avatar);
        using var first = await Get(address);
        Serve(Png, TestImages.Png(5, 5));

        using var second = await Get(address, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(TestImages.Png(5, 5), await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("max-age=86400", Header(second, "Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_for_the_user_for_whom_it_was_signed()
    {
        Serve(Png, TestImages.Png());
        using var stranger = _app.Browser();
        using var other = await _app.SignedInBrowser(_server);

        Assert.Equal(404, (await other.Open(Signed())).Status);
        Assert.StartsWith("/login", (await stranger.Open(Signed())).Location, StringComparison.Ordinal);
        Assert.Equal(401, (await stranger.Send(HttpMethod.Get, Signed(), null, Image)).Status);
        Assert.Equal(0, _server.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task An_address_that_was_changed_is_none(int change)
    {
        Serve(Png, TestImages.Png());
        var parts = Signed().Split('/');
        var other = Signed(path: "/other").Split('/');
        parts = change switch
        {
            0 => [.. parts[..2], "", .. parts[3..]],
            1 => [.. parts[..2], new string('A', 22), .. parts[3..]],
            2 => [.. parts[..3], "avatar", parts[4]],
            3 => [.. parts[..3], "script", parts[4]],
            4 => [.. parts[..4], other[4]],
            _ => [.. parts[..4], "%F0%9F%98%80"],
        };

        Assert.Equal(404, (await _browser.Open(string.Join('/', parts))).Status);
        Assert.Equal(0, _server.Requests);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task It_is_only_read(string method) =>
        Assert.Equal(405, (await _browser.Send(new HttpMethod(method), Signed(), null, Browser.Fetch)).Status);

    public static TheoryData<string, string, byte[]> Impostors => new()
    {
        { "GIF and script in one, as script", "text/javascript", [.. "GIF89a=1;alert(document.cookie)//"u8] },
        { "SVG as itself", "image/svg+xml", [.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8] },
        { "SVG as PNG", Png, [.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8] },
        { "HTML as PNG", Png, [.. "<!doctype html><script>alert(1)</script>"u8] },
        { "PNG as HTML", "text/html", TestImages.Png() },
        { "PNG as JPEG", "image/jpeg", TestImages.Png() },
        { "PNG without a type", "", TestImages.Png() },
        { "65k by 65k", Png, TestImages.PngBomb(65_535, 65_535) },
        { "nothing", Png, [] },
        { "the first bytes only", Png, TestImages.Png()[..20] },
        { "an icon", "image/x-icon", [0, 0, 1, 0, 1, 0] },
        { "a PDF", "application/pdf", [.. "%PDF-1.7"u8] },
    };

    [Theory]
    [MemberData(nameof(Impostors))]
    public async Task What_is_no_picture_of_a_known_kind_is_not_passed_on(string what, string type, byte[] file)
    {
        Serve(type, file);

        var answer = await _browser.Send(HttpMethod.Get, Signed(), null, Image);

        Assert.Equal((what, 415), (what, answer.Status));
        Assert.DoesNotContain("alert", answer.Body, StringComparison.Ordinal);
        Assert.EndsWith("sandbox", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("immutable", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_script_too_stays_a_picture()
    {
        byte[] polyglot = [.. TestImages.Gif(), .. "/*<script>alert(1)</script>*/=1;alert(1)"u8];
        Serve("image/gif", polyglot);

        var answer = await _browser.Send(HttpMethod.Get, Signed(), null, Image);

        Assert.Equal((200, "image/gif", "nosniff"), (answer.Status, answer.Header("Content-Type"), answer.Header("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Nothing_but_the_picture_itself_is_an_answer(int status)
    {
        _server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = $"{_server.Origin}elsewhere.png";
            return Write(context, Png, TestImages.Png());
        };

        Assert.Equal(415, (await _browser.Send(HttpMethod.Get, Signed(), null, Image)).Status);
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Eleven_megabytes_are_not_passed_on(bool isDeclared)
    {
        byte[] file = [.. TestImages.Png(), .. new byte[11 * 1024 * 1024]];
        _server.Answer = context =>
        {
            if (isDeclared) context.Response.ContentLength = file.Length;
            return Write(context, Png, file);
        };

        if (isDeclared) Assert.Equal(415, (await _browser.Send(HttpMethod.Get, Signed(), null, Image)).Status);
        else await Assert.ThrowsAnyAsync<HttpRequestException>(() => _browser.Send(HttpMethod.Get, Signed(), null, Image));
    }

    [Fact]
    public async Task An_avatar_of_three_megabytes_is_not_passed_on()
    {
        _server.Answer = context =>
        {
            context.Response.ContentLength = 3 * 1024 * 1024;
            return Write(context, Png, [.. TestImages.Png(), .. new byte[(3 * 1024 * 1024) - TestImages.Png().Length]]);
        };

        Assert.Equal(415, (await _browser.Send(HttpMethod.Get, Signed(PictureKind.Avatar), null, Image)).Status);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        _server.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var asking = _browser.Send(HttpMethod.Get, Signed(), null, Image);
        await Eventually.True(() => _server.Requests == 1);

        await Eventually.True(() => { _app.Time.Advance(TimeSpan.FromSeconds(1)); return asking.IsCompleted; });

        Assert.Equal(502, (await asking).Status);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_is_given_up_and_the_browser_sees_that_it_is_not_whole()
    {
        _server.Answer = async context =>
        {
            await Write(context, Png, TestImages.Png());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var answer = await _browser.Begin(HttpMethod.Get, Signed(), null, Image);
        var reading = answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        await Eventually.True(() => { _app.Time.Advance(TimeSpan.FromSeconds(1)); return reading.IsCompleted; });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => reading);
    }

    [Fact]
    public async Task A_page_of_fifty_pictures_is_shown_whole_and_three_hundred_a_minute_are_the_end()
    {
        await using var app = await ChatApp.Start(config => config with { LimitScale = 1 });
        var member = await Member.Join(app, server: _server.Identity);
        using var browser = app.Browser();
        browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await member.SignIn(app));
        Serve(Png, TestImages.Png());
        var signer = app.Get<MediaSigner>();

        for (var page = 0; page < 6; page++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => browser.Send(
                HttpMethod.Get, signer.Sign(member.User.Id, PictureKind.Image, $"{_server.Origin}{page}/{n}.png")!, null, Image)));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        }

        Assert.Equal(429, (await browser.Send(HttpMethod.Get, signer.Sign(member.User.Id, PictureKind.Image, $"{_server.Origin}x.png")!, null, Image)).Status);
    }

    [Theory]
    [InlineData("https://127.0.0.1/cat.png")]
    [InlineData("https://localhost/cat.png")]
    [InlineData("https://2130706433/cat.png")]
    [InlineData("https://[::ffff:10.0.0.1]/cat.png")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    public async Task A_private_address_is_not_reached(string url)
    {
        await using var app = await ChatApp.Start(config => config with { AllowPrivateEgress = false });
        var member = await Member.Join(app, server: _server.Identity);
        using var browser = app.Browser();
        browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await member.SignIn(app));

        var answer = await browser.Send(HttpMethod.Get, app.Get<MediaSigner>().Sign(member.User.Id, PictureKind.Image, url)!, null, Image);

        Assert.Equal((502, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("http://pictures.example/cat.png")]
    [InlineData("https://me:secret@pictures.example/cat.png")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/cat.png")]
    [InlineData("")]
    public void Only_https_addresses_are_signed(string url) => Assert.Null(_app.Get<MediaSigner>().Sign("user", PictureKind.Image, url));

    [Fact]
    public void An_address_too_long_for_a_request_is_not_signed() =>
        Assert.Null(_app.Get<MediaSigner>().Sign("user", PictureKind.Image, $"https://pictures.example/{new string('x', 2048)}"));

    private static (string Name, string Value)[] Image { get; } =
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")];

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private static async Task Write(HttpContext context, string type, byte[] file)
    {
        if (type.Length > 0) context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(file);
    }

    private void Serve(string type, byte[] file) => _server.Answer = context => Write(context, type, file);

    private string Signed(PictureKind? kind = null, string path = "/cat.png") =>
        _app.Get<MediaSigner>().Sign(_member.User.Id, kind ?? PictureKind.Image, new Uri(_server.Origin, path).AbsoluteUri)!;

    private Task<HttpResponseMessage> Get(string address, params (string Name, string Value)[] headers) =>
        _browser.Begin(HttpMethod.Get, address, null, [.. Image, .. headers]);
}
