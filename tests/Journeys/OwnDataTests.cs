using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The pages about oneself: seen in every window, used with scripts off, and left for good.</summary>
public sealed class OwnDataTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Profile_and_data_fit_and_can_be_used_by_all()
    {
        await using var alice = await signedIn.Alice();
        var inspection = new Inspection(alice);

        await alice.Open("settings");
        await Expect(alice.Page.Locator("#name")).ToHaveValueAsync("Alice");
        await inspection.Look("profile");
        await alice.Page.GetByLabel("About").FillAsync(new string('x', 5000));
        await alice.Press("Save");
        await Expect(alice.Page.Locator("#profile-problem")).ToContainTextAsync("too long");
        await inspection.Look("profile-refused");

        await alice.Open("settings/data");
        await inspection.Look("data");
        foreach (var table in await alice.Page.Locator("details.stored > summary").AllAsync()) await table.ClickAsync();
        await Expect(alice.Page.GetByText("public_key")).ToBeVisibleAsync();
        await inspection.Look("data-open");
        await alice.Page.GetByLabel("to delete your account").FillAsync("no");
        await alice.Press("Delete my account");
        await Expect(alice.Page.Locator("#delete-problem")).ToContainTextAsync("nothing was deleted");
        await inspection.Look("data-refused", alice.Page.Locator("#delete-problem"));
        await alice.Page.Context.ClearCookiesAsync();
        await alice.Open("login?left=deleted");
        await inspection.Look("login-deleted");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task The_profile_is_changed_with_scripts_off_and_everybody_sees_it()
    {
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.Open("");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();

        await alice.Page.GetByLabel("About").FillAsync("Writes letters.");
        await alice.Press("Save");
        await Expect(alice.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved.");
        await alice.Page.GetByLabel("A picture", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = OnePixel });
        await alice.Press("Upload");
        await Expect(alice.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your new picture");

        var there = await (await _pair.Device("alice")).Identity(TestContext.Current.CancellationToken);
        Assert.Equal("Writes letters.", there.About);
        Assert.NotEqual("", there.Avatar);
        await alice.Press("Remove it");
        await Expect(alice.Page.GetByText("Your picture is removed.")).ToBeVisibleAsync();
        await alice.Page.GetByLabel("A picture", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await alice.Press("Upload");
        await Expect(alice.Page.Locator("#picture-problem")).ToContainTextAsync("PNG and JPEG");
    }

    [Fact]
    public async Task The_page_to_read_is_saved_and_opens_without_any_server()
    {
        await _pair.Write("bob", "alice", "For the archive: <b>not bold</b>");
        await using var alice = await signedIn.Alice();
        await alice.Open("settings/data");

        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.Page.GetByRole(AriaRole.Link, new() { Name = "Save to read" }).ClickAsync());

        Assert.EndsWith(".html", download.SuggestedFilename, StringComparison.Ordinal);
        var saved = Path.Combine(Repository.Screenshots, "export-to-read.html");
        await download.SaveAsAsync(saved);
        await using var reader = await Person.At(signedIn.Chromium, _pair.Url);
        await reader.Page.GotoAsync($"file://{saved}");
        await Expect(reader.Page.GetByText("For the archive: <b>not bold</b>")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".end")).ToContainTextAsync("complete");
        await reader.Photograph("export-to-read");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Somebody_deletes_their_account_and_the_old_passkey_opens_nothing()
    {
        await using var carol = await Gone();
        await carol.Open("login");
        await carol.Press("Sign in with a passkey");
        await Expect(carol.Page.Locator("[data-error]")).ToContainTextAsync("didn't work here");
    }

    private async Task<Person> Gone()
    {
        await _pair.Add("carol", "Carol");
        var carol = await Person.SignedUp(signedIn.Chromium, _pair, "carol");
        await carol.Open("settings/data");
        await carol.Page.GetByLabel("to delete your account").FillAsync(_pair.Address("carol").Display);
        await carol.Press("Delete my account");
        await Expect(carol.Page.GetByText("Your account here is deleted")).ToBeVisibleAsync();
        return carol;
    }

    private static byte[] OnePixel { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
}
