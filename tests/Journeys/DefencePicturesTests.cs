using Microsoft.Playwright;
using Posta.Protocol.Payloads;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Pictures from elsewhere: seen by the reader, and by nobody else that they were seen.</summary>
public sealed class DefencePicturesTests(SignedIn signedIn) : IClassFixture<SignedIn>, IAsyncLifetime
{
    private const string IsWhole = "picture => picture.complete && picture.naturalWidth > 0";

    /// <summary>Before anybody writes: a server looks its correspondents up and then remembers for a while.</summary>
    public async ValueTask InitializeAsync()
    {
        await signedIn.Pair.SetAvatar("bob", TestImages.Png(96, 96));
        await signedIn.Pair.SetAvatar("alice", TestImages.Png(64, 64));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_with_pictures_asks_nobody_but_us(bool isOnPhone)
    {
        var screen = isOnPhone ? Screen.PhoneDark : Screen.Desktop;
        var pair = signedIn.Pair;
        var picture = await pair.Upload("bob", TestImages.Png(800, 600));
        await pair.Write("alice", "bob", "Show me the cabin!");
        await pair.Write("bob", "alice", new LinkPayload(picture.Url, picture.MediaType, "cabin.png", "The cabin", picture.Size, picture.Width, picture.Height));
        await pair.Write("bob", "alice", new LinkPayload($"{pair.Address("bob").Canonical}/upload-gone.png", "image/png", Alt: "The lake"));
        await using var alice = await signedIn.Alice(screen.Options);

        await alice.OpenThread(pair.Address("bob"));
        var cabin = alice.Page.Locator("img.image__picture[alt='The cabin']").Last;
        await cabin.ScrollIntoViewIfNeededAsync();

        await Eventually.True(() => cabin.EvaluateAsync<bool>(IsWhole), TimeSpan.FromSeconds(30));
        await Expect(alice.Page.Locator(".image__broken").Last).ToContainTextAsync("The lake");
        await Eventually.True(() => alice.Page.Locator("#who .avatar__picture").EvaluateAsync<bool>(IsWhole), TimeSpan.FromSeconds(30));
        var box = await cabin.BoundingBoxAsync();
        Assert.Equal(800.0 / 600, box!.Width / box.Height, 1);
        Assert.True(box.Height <= 0.6 * screen.Height + 1);
        await alice.Photograph($"pictures-{screen.Name}");
        Assert.Empty(alice.Faults);
        Assert.DoesNotContain(alice.Requests, url => url.Scheme is "http" or "https" && url.Authority != pair.Url.Authority);
    }

    [Fact]
    public async Task Nothing_moves_when_a_picture_comes()
    {
        var pair = signedIn.Pair;
        var picture = await pair.Upload("bob", TestImages.Png(640, 480));
        await pair.Write("alice", "bob", "And the boat?");
        await pair.Write("bob", "alice", new LinkPayload(picture.Url, picture.MediaType, Alt: "The boat", Width: picture.Width, Height: picture.Height));
        await using var alice = await signedIn.Alice();
        var mayCome = new TaskCompletionSource();
        await alice.Page.RouteAsync("**/media/*/image/**", async route =>
        {
            await mayCome.Task;
            await route.ContinueAsync();
        });

        await alice.Page.GotoAsync($"{pair.Url}c/{Uri.EscapeDataString(pair.Address("bob").Canonical)}", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var boat = alice.Page.Locator("img.image__picture[alt='The boat']").Last;
        await boat.ScrollIntoViewIfNeededAsync();
        await alice.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        var before = await Measure(boat);
        mayCome.SetResult();
        await Eventually.True(() => boat.EvaluateAsync<bool>(IsWhole), TimeSpan.FromSeconds(30));

        Assert.Equal(before, await Measure(boat));
    }

    /// <summary>Of the picture, and of the row that it stands in.</summary>
    private static Task<int[]> Measure(ILocator picture) => picture.EvaluateAsync<int[]>(
        "picture => [picture.offsetWidth, picture.offsetHeight, picture.closest('.msg').offsetWidth, picture.closest('.msg').offsetHeight]");

    [Fact]
    public async Task Pictures_of_a_stranger_wait_for_an_answer()
    {
        var pair = signedIn.Pair;
        await pair.Add("carol", "Carol");
        var picture = await pair.Upload("carol", TestImages.Png(320, 200));
        await pair.SetAvatar("carol", TestImages.Png(32, 32));
        await pair.WriteAsStranger("carol", "alice", new LinkPayload(picture.Url, picture.MediaType, Alt: "Look at this"));
        await using var alice = await signedIn.Alice();

        await alice.OpenThread(pair.Address("carol"));
        await Expect(alice.Page.GetByText("once you have answered")).ToBeVisibleAsync();
        Assert.Equal(0, await alice.Page.Locator("#rows img, #who img").CountAsync());

        await alice.Press("Accept Carol");
        await Expect(alice.Page.Locator("img.image__picture")).ToBeVisibleAsync();
    }
}
