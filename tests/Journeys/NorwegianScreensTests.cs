using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The pages in Norwegian, whose words are longer, in every window.</summary>
public sealed class NorwegianScreensTests(Chromium chromium, FullInbox inbox) : IClassFixture<FullInbox>
{
    private static BrowserNewContextOptions Norway => new() { ViewportSize = Person.Desktop.ViewportSize, Locale = "nb-NO", TimezoneId = "Europe/Oslo" };

    [Fact]
    public async Task Signing_up_fits_and_can_be_used_by_all()
    {
        await using var person = await Person.At(chromium, inbox.Pair.Url, options: Norway);
        var inspection = new Inspection(person);
        var error = person.Page.Locator("[data-error]");

        await person.Open("login");
        await inspection.Look("nb-login");
        await person.Authenticator.AddPasskey("localhost");
        await person.Press("Logg inn med en passnøkkel");
        await Expect(error).ToHaveTextAsync("Den passnøkkelen virket ikke her. Prøv igjen, eller bruk en annen.");
        await inspection.Look("nb-login-refused");

        await person.OpenInvite(await inbox.Pair.Invite());
        await person.Page.GetByLabel("Lim inn lenken").FillAsync("posta+v1://bob.localhost");
        await person.Press("Fortsett");
        await Expect(error).ToHaveTextAsync("Det er ikke en koblingslenke. Lenken har ikke noe token. Kopier hele.");
        await inspection.Look("nb-pairing-refused");
        await person.Page.GetByLabel("Lim inn lenken").FillAsync(await inbox.Pair.PairingUri("bob"));
        await person.Press("Fortsett");
        await Expect(person.Page.GetByText("Trinn 2 av 3")).ToBeVisibleAsync();
        await inspection.Look("nb-confirm");
        await person.Press("Ja, dette er meg");
        await person.Authenticator.Replace(AuthenticatorKind.WithoutPrf);
        await person.Press("Lag passnøkkel");
        await Expect(person.Page.GetByText("Denne passnøkkelen trenger en kode ved siden av")).ToBeVisibleAsync();
        await person.Page.GetByText("På andre enheter").ClickAsync();
        await inspection.Look("nb-passkey-advice");
        await person.Press("Fortsett med en opplåsingskode");
        await Expect(person.Page.Locator(".code-sheet")).ToBeVisibleAsync();
        await inspection.Look("nb-unlock-code");
        await person.Press("Prøv heller en annen passnøkkel");
        await person.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await person.Press("Lag passnøkkel");
        await Expect(person.Page.GetByText("Passnøkkelen er laget.")).ToBeVisibleAsync();
        await inspection.Look("nb-passkey-made");
        await person.Press("Bekreft med passnøkkel");
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Samtaler" })).ToBeVisibleAsync();

        Assert.Empty(inspection.Findings);
        Assert.Empty(person.Faults);
    }

    [Fact]
    public async Task The_inbox_fits_and_can_be_used_by_all()
    {
        await using var alice = await inbox.Alice(Norway);
        var inspection = new Inspection(alice);

        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToHaveTextAsync("nettleser ↔ chat-posta ↔ serveren din");
        await inspection.Look("nb-inbox");

        await alice.OpenThread(inbox.Pair.Address("bob"));
        await Expect(alice.Page.Locator(".day").First).ToHaveTextAsync(new Regex(@"^[A-ZÆØÅ][a-zæøå]+ \d+\. [a-z]+$"));
        await Expect(alice.Page.Locator(".day").Nth(1)).ToHaveTextAsync("I går");
        await inspection.Look("nb-thread", alice.Message("A long answer"));
        await alice.Page.GetByLabel("Mer om denne samtalen").Or(alice.Page.Locator("#contact-menu summary")).First.ClickAsync();
        await inspection.Look("nb-menu");
        await alice.OpenThread(FullInbox.Silent);
        await alice.Page.GetByText("hvorfor?").ClickAsync();
        await inspection.Look("nb-failed-why");
        await alice.OpenThread(inbox.Pair.Address("erin"));
        await Expect(alice.Page.GetByText("Si hei")).ToBeVisibleAsync();
        await inspection.Look("nb-thread-empty");

        await alice.Open("new");
        await inspection.Look("nb-new");
        await alice.Open("search?q=map");
        await inspection.Look("nb-search");
        await alice.Open("requests");
        await inspection.Look("nb-requests");
        await alice.Open("no-such-page");
        await inspection.Look("nb-problem");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Settings_fit_and_can_be_used_by_all()
    {
        await using var alice = await inbox.Alice(Norway);
        var inspection = new Inspection(alice);

        foreach (var page in (string[])["", "/passkeys", "/sessions", "/server", "/activity", "/data", "/keyboard", "/language"])
        {
            await alice.Open($"settings{page}");
            await inspection.Look($"nb-settings{page.Replace('/', '-')}");
        }

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Somebody_whose_browser_says_English_chooses_Norwegian_with_scripts_off()
    {
        var options = Person.Desktop;
        options.JavaScriptEnabled = false;
        await using var person = await Person.At(chromium, inbox.Pair.Url, options: options);
        await person.Open("login");

        await person.Press("Norsk bokmål");

        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Godt å se deg");
        await person.Press("English");
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Good to see you");
        Assert.Empty(person.Complaints);
    }
}
