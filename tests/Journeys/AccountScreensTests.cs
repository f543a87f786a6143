using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Sessions, activity and the linked server in settings, the lock screen and recovery, in every window.</summary>
public sealed class AccountScreensTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task The_pages_of_ones_sessions_and_server_fit_and_can_be_used_by_all()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        var inspection = new Inspection(alice);
        // The first session stays behind when the cookie is lost; a page that is open would notice and go elsewhere.
        await alice.Page.GotoAsync("about:blank");
        await alice.Context.ClearCookiesAsync();
        await alice.SignIn();

        await alice.Open("settings/sessions");
        await inspection.Look("settings-sessions");
        await alice.Open("settings/activity");
        await inspection.Look("settings-activity");
        await alice.Open("settings/server");
        await inspection.Look("settings-server");
        await alice.LinkServer("posta+v1://alice.localhost", "Link again");
        await Expect(alice.Page.Locator("[data-error]")).ToBeVisibleAsync();
        await inspection.Look("settings-server-refused");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task The_lock_screen_and_recovery_fit_and_can_be_used_by_all()
    {
        await pair.Write("bob", "alice", "Not for everybody's eyes.");
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        var inspection = new Inspection(alice);
        await alice.OpenThread(pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeAttachedAsync();

        await pair.EndSessions();
        await Expect(alice.Page.GetByText("This page is locked")).ToBeVisibleAsync();
        await inspection.Look("locked");

        await alice.Page.GotoAsync("about:blank");
        await alice.OpenInvite(await pair.RecoveryLink("alice"));
        await Expect(alice.Page.GetByText("Get back into your account")).ToBeVisibleAsync();
        await inspection.Look("recover");
        await alice.LinkServer(await pair.PairingUri("alice"));
        await Expect(alice.Page.GetByText("Step 2 of 2")).ToBeVisibleAsync();
        await inspection.Look("recover-passkey");
        await alice.MakePasskey();
        await Expect(alice.Page.GetByText("Your passkeys were replaced on")).ToBeVisibleAsync();
        await inspection.Look("recovered");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }
}
