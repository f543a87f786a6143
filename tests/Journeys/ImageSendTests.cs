using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A picture on its way: chosen, pasted, dropped, discarded and sent.</summary>
public sealed class ImageSendTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    // As a clipboard or a drag hands files over.
    private const string HandOver =
        """
        ([kind, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], "cabin.png", { type: "image/png" }));
          const event = kind === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.querySelector("#message").dispatchEvent(event);
        }
        """;

    private static readonly byte[] Picture = TestImages.Png(320, 200);

    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_chosen_picture_is_shown_described_and_sent()
    {
        await using var alice = await InThread("bob");
        var chooser = await alice.Page.RunAndWaitForFileChooserAsync(() => alice.Page.GetByTitle("Send a picture").ClickAsync());
        await chooser.SetFilesAsync(File("cabin.png"));
        await Expect(Preview(alice)).ToBeVisibleAsync();
        await Expect(alice.Page.GetByLabel("What it shows")).ToBeFocusedAsync();
        var inspection = new Inspection(alice);
        await inspection.Look("picture-chosen");

        await alice.Page.GetByLabel("What it shows").FillAsync("The cabin in the snow");
        await alice.Press("Send image");

        await Expect(alice.Page.Locator("img.image__picture[alt='The cabin in the snow']")).ToBeVisibleAsync();
        await Expect(Preview(alice)).ToBeHiddenAsync();
        await Expect(alice.Page.GetByLabel("What it shows")).ToHaveValueAsync("");
        await inspection.Look("picture-sent");
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Theory]
    [InlineData("paste")]
    [InlineData("drop")]
    public async Task A_picture_that_is_handed_over_waits_until_it_is_sent_or_discarded(string how)
    {
        await using var alice = await InThread("bob");
        var before = await alice.Page.Locator("img.image__picture").CountAsync();

        await alice.Page.EvaluateAsync(HandOver, new object[] { how, Convert.ToBase64String(Picture) });
        await Expect(Preview(alice)).ToBeVisibleAsync();
        await alice.Press("Discard");
        await Expect(Preview(alice)).ToBeHiddenAsync();

        await alice.Page.EvaluateAsync(HandOver, new object[] { how, Convert.ToBase64String(Picture) });
        await Expect(Preview(alice)).ToBeVisibleAsync();
        await alice.Press("Send image");
        await Expect(alice.Page.Locator("img.image__picture")).ToHaveCountAsync(before + 1);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_with_the_reason()
    {
        await using var alice = await InThread("bob");
        var chooser = await alice.Page.RunAndWaitForFileChooserAsync(() => alice.Page.GetByTitle("Send a picture").ClickAsync());

        await chooser.SetFilesAsync(new FilePayload { Name = "letter.png", MimeType = "image/png", Buffer = "not a picture"u8.ToArray() });
        await alice.Press("Send image");

        await Expect(alice.Page.Locator("#attach-problem")).ToContainTextAsync("PNG, JPEG, GIF and WebP");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task With_scripts_off_the_form_sends_it()
    {
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.OpenThread(_pair.Address("erin"));

        await alice.Page.GetByTitle("Send a picture").ClickAsync();
        await alice.Page.GetByLabel("What it shows").FillAsync("The lake");
        await alice.Page.GetByLabel("A picture").SetInputFilesAsync(File("lake.png"));
        await alice.Press("Send image");

        await Expect(alice.Page.Locator("img.image__picture[alt='The lake']")).ToHaveCountAsync(1);
        Assert.Empty(alice.Complaints);
    }

    private async Task<Person> InThread(string slug)
    {
        var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address(slug));
        return alice;
    }

    private static FilePayload File(string name) => new() { Name = name, MimeType = "image/png", Buffer = Picture };

    private static ILocator Preview(Person person) => person.Page.Locator("[data-preview]");
}
