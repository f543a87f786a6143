using Microsoft.Playwright;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Testing;

namespace Journeys;

/// <summary>Alice's inbox as it looks after a week: several people, days and clusters, and everything that a message can be.</summary>
public sealed class FullInbox(Chromium chromium) : IAsyncLifetime
{
    private readonly SignedIn _signedIn = new(chromium);

    public Pair Pair => _signedIn.Pair;

    /// <summary>Refuses every message for good: a server without that inbox.</summary>
    public PostaUrl Nobody => Pair.Address("nobody");

    /// <summary>Has been silent for so long that the server waits for a person to decide.</summary>
    public static PostaUrl Silent { get; } = PostaUrl.Parse("https://grandma.localhost:9");

    /// <summary>Did not answer just now.</summary>
    public static PostaUrl Slow { get; } = PostaUrl.Parse("https://slow.localhost:9");

    public async ValueTask InitializeAsync()
    {
        await _signedIn.InitializeAsync();
        await Pair.Add("carol", "Carol Nordmann");
        await Pair.Add("dave", "Dåvid Ødegård-Ångström of the very long name that no column holds");
        await LastWeek();
        await Yesterday();
        await Troubles();
        await Today();
    }

    public ValueTask DisposeAsync() => _signedIn.DisposeAsync();

    internal Task<Person> Alice(BrowserNewContextOptions? options = null) => _signedIn.Alice(options);

    private async Task LastWeek()
    {
        Pair.ServerTime.Shift = TimeSpan.FromDays(-8);
        await Pair.Write("dave", "alice", "Takk for sist! Det var hyggelig.");
        await Pair.Write("bob", "alice", "Hei Alice!", "So this is where your letters live now?");
        await Pair.Write("alice", "bob", "Yes, on my own server. Yours too!");
    }

    private async Task Yesterday()
    {
        Pair.ServerTime.Shift = TimeSpan.FromDays(-1) - TimeSpan.FromMinutes(30);
        await Pair.Write("carol", "alice", "العشاء يوم الجمعة؟", "Middag på fredag? 🍲");
        await Pair.Write("bob", "alice",
            "Look at https://example.org/a/rather/long/path/that/goes/on?and=on&until=it#ends and tell me.",
            "A word: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, and one more: " + new string('x', 120));
        await Pair.Write("bob", "alice", new LinkPayload("https://pictures.example/cabin.jpg", "image/jpeg", Name: "cabin.jpg", Alt: "The cabin in the snow"));
        Pair.ServerTime.Shift = TimeSpan.FromDays(-1);
        await Pair.Write("alice", "bob", "Thanks!", "🏔️❄️", "for (var i = 0; i < 3; i++)\n    Console.WriteLine(\"hei\");");
    }

    private async Task Troubles()
    {
        Pair.ServerTime.Shift = TimeSpan.FromHours(-5);
        await SendInto(Nobody, "Hello? Is this still your address?");
        await Eventually.True(async () => (await Newest(Nobody)).State == MessageState.FailedPermanent, TimeSpan.FromSeconds(60));
        await SendInto(Silent, "Grandma, are you there?");
        await UntilGivenUp(Silent);
    }

    private async Task Today()
    {
        Pair.ServerTime.Shift = TimeSpan.FromMinutes(-10);
        await Pair.Write("bob", "alice", "Good morning ☕");
        await Pair.Write("alice", "bob", "🎉");
        Pair.ServerTime.Shift = TimeSpan.Zero;
        await Pair.Write("bob", "alice", "Are we still on for the hike?\n\nI would bring:\n– bread\n– cheese\n– blåbær", "And the map.");
        await Pair.Write("alice", "bob", "Yes! A long answer, because a bubble that is only ever one line wide would tell us nothing about how a paragraph sits in it, where it breaks, and whether one can read it at all.");
        await SendInto(Slow, "Just a moment ago.");
        await Eventually.True(async () => (await Newest(Slow)).Attempts > 0, TimeSpan.FromSeconds(60));
    }

    private async Task SendInto(PostaUrl peer, string text)
    {
        var device = await Pair.Device("alice");
        await device.Send(new(peer.Canonical, new TextPayload(text).ToJson()), Guid.NewGuid().ToString(), default);
    }

    /// <summary>Turns the clock past each wait of the retry schedule (wire.md §6).</summary>
    private async Task UntilGivenUp(PostaUrl peer)
    {
        const int attempts = 5;
        for (var attempt = 1; attempt < attempts; attempt++)
        {
            await Eventually.True(async () => await Newest(peer) is { State: MessageState.Pending } row && row.Attempts == attempt, TimeSpan.FromSeconds(60));
            Pair.ServerTime.Shift += TimeSpan.FromMinutes(31);
            Pair.WakeOutbox("alice");
        }

        await Eventually.True(async () => (await Newest(peer)).State == MessageState.FailedPendingUser, TimeSpan.FromSeconds(60));
    }

    private async Task<Message> Newest(PostaUrl peer) =>
        (await (await Pair.Device("alice")).Messages(peer, before: null, limit: 1, default))[0];
}
