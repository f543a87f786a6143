using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Testing;

namespace Journeys.Chance;

/// <summary>What must hold in the end: every tab shows what a fresh load shows, and that is what the two servers have.</summary>
internal sealed class Settlement(Desk desk)
{
    /// <summary>The longest pause before a stream is opened again is 30 s, at chat-posta and in the browser.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string[] Peers = ["bob", "carol"];

    public async Task Holds()
    {
        await desk.Mend();
        foreach (var tab in desk.Tabs) await SendWhatCameBack(tab);

        var fresh = await desk.Alice.OpenTab();
        IReadOnlyList<string> wrong = [];
        try
        {
            await Eventually.True(async () => (wrong = [.. await WrongLines(), .. await WrongTabs(new(fresh)), .. await WrongNumbers()]).Count == 0, Patience);
        }
        catch (TimeoutException timeout)
        {
            Assert.Fail(string.Join('\n', wrong.Prepend(timeout.Message)));
        }
    }

    /// <summary>As a person does who sees that it was not sent. What chat-posta said yes to is its own matter.</summary>
    private async Task SendWhatCameBack(Tab tab)
    {
        if (!await tab.IsSame()) return;

        foreach (var (peer, line) in tab.Written.Where(written => !desk.Accepted.ContainsKey(written.Line)).ToArray())
        {
            await Eventually.True(async () =>
            {
                if (desk.Accepted.ContainsKey(line)) return true;

                if (!tab.Path.EndsWith(Uri.EscapeDataString(desk.Pair.Address(peer).Canonical), StringComparison.Ordinal)) await tab.Switch(desk.Pair.Address(peer));
                else await tab.SendAgain();
                return false;
            }, Patience, $"{line} is sent from the tab in which it was written");
        }
    }

    private async Task<IReadOnlyList<string>> WrongLines()
    {
        List<string> wrong = [];
        foreach (var peer in Peers)
        {
            var (hers, theirs) = (await desk.Pair.Thread("alice", peer), await desk.Pair.Thread(peer, "alice"));
            foreach (var (line, isAccepted) in desk.Written.Where(written => written.Peer == peer).Select(written => (written.Line, desk.Accepted.ContainsKey(written.Line))))
            {
                var (sent, arrived) = (Count(hers, Direction.Outbound, line), Count(theirs, Direction.Inbound, line));
                if (sent > 1 || sent != arrived || (isAccepted && sent == 0)) wrong.Add($"{line} to {peer}, accepted: {isAccepted}, is there {sent} times, and {arrived} times at theirs");
            }

            wrong.AddRange(desk.Received.Where(received => received.Peer == peer && Count(hers, Direction.Inbound, received.Line) != 1).Select(received => $"{received.Line} is not there once"));
            wrong.AddRange(hers.Where(row => row.Direction == Direction.Outbound && row.State != MessageState.Delivered).Select(row => $"{row.RowId} to {peer} is {row.State}"));
        }

        return wrong;
    }

    private async Task<IReadOnlyList<string>> WrongTabs(Tab fresh)
    {
        List<string> wrong = [];
        foreach (var tabs in desk.Tabs.GroupBy(tab => tab.Path).ToArray())
        {
            await fresh.Page.GotoAsync(new Uri(desk.Pair.Url, tabs.Key).AbsoluteUri);
            await Eventually.True(() => fresh.LoadOlder());
            foreach (var tab in tabs) await Eventually.True(() => tab.LoadOlder());
            var expected = await Shown.In(fresh.Page);
            foreach (var tab in tabs)
                if (await Shown.In(tab.Page) is var shown && shown != expected) wrong.Add($"A tab at {tabs.Key} differs, {Shown.Difference(shown, expected)}");
            wrong.AddRange(await WrongRows(tabs.Key, fresh));
        }

        return wrong;
    }

    /// <summary>A fresh load itself holds what the server holds, each row once and in order.</summary>
    private async Task<IReadOnlyList<string>> WrongRows(string path, Tab fresh)
    {
        if (Peers.FirstOrDefault(peer => path.EndsWith(Uri.EscapeDataString(desk.Pair.Address(peer).Canonical), StringComparison.Ordinal)) is not { } shown) return [];

        var (rows, thread) = (await Shown.RowsIn(fresh.Page), await desk.Pair.Thread("alice", shown));
        return rows.SequenceEqual(thread.Select(row => row.RowId).Order()) ? [] : [$"{path} shows {string.Join(' ', rows)}"];
    }

    private async Task<IReadOnlyList<string>> WrongNumbers()
    {
        var contacts = await (await desk.Pair.Device("alice")).Contacts(default);
        var expected = contacts.Select(contact => $"{Canonical(contact)} {Math.Min(contact.UnreadCount ?? 0, 99)}").Order().ToArray();
        List<string> wrong = [];
        foreach (var tab in desk.Tabs)
            if (await Shown.BadgesIn(tab.Page) is var badges && !badges.Order().SequenceEqual(expected)) wrong.Add($"Badges {string.Join(", ", badges)} for {string.Join(", ", expected)}");
        return wrong;
    }

    private static string Canonical(Contact contact) => PostaUrl.TryParseInput(contact.Url, out var peer, out _) ? peer.Canonical : contact.Url;

    private static int Count(IEnumerable<Message> thread, string direction, string line) =>
        thread.Count(row => row.Direction == direction && Payload.Parse(row.Payload) is TextPayload text && text.Body == line);
}
