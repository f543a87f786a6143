using System.Collections.Concurrent;
using System.Web;
using Microsoft.Playwright;
using Posta.Protocol.Payloads;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys.Chance;

/// <summary>Alice, her tabs, and what lies between them and her server: everything that a step can change.</summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>A thread that the server still tells in one answer.</summary>
    private const int LongestThread = 150;

    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongLag = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Way, Network> _networks = new() { [Way.ToChat] = Network.Well, [Way.ToServer] = Network.Well };
    private readonly List<Tab> _tabs = [];
    private readonly Pair _pair = new() { IsWired = true };
    private Person _alice = null!;
    private bool _isRefused;
    private int _lines;

    private Desk()
    {
    }

    public Pair Pair => _pair;

    public Person Alice => _alice;

    public IReadOnlyList<Tab> Tabs => _tabs;

    /// <summary>What she wrote, in whatever tab, and to whom.</summary>
    public List<(string Peer, string Line)> Written { get; } = [];

    /// <summary>The lines to which chat-posta said yes.</summary>
    public ConcurrentDictionary<string, bool> Accepted { get; } = [];

    /// <summary>What others wrote to her.</summary>
    public List<(string Peer, string Line)> Received { get; } = [];

    private bool IsServerReached => _pair.IsServerUp && _networks.Values.All(network => network is Network.Well or Network.Slow or Network.Slowest);

    /// <summary>A page that is asked for is had.</summary>
    private bool IsReachable => IsServerReached && !_isRefused;

    public static async Task<Desk> Set(Chromium chromium)
    {
        var desk = new Desk();
        await desk._pair.InitializeAsync();
        await desk._pair.Add("carol", "Carol");
        foreach (var peer in (string[])["bob", "carol"])
        {
            await desk._pair.Write("alice", peer, $"Hello, {peer}.");
            await desk._pair.Write(peer, "alice", "One.", "Two.");
        }

        desk._alice = await Person.SignedUp(chromium, desk._pair, "alice");
        desk._alice.Context.Response += (_, answer) => desk.Note(answer);
        await desk._alice.Open("settings/server");
        return desk;
    }

    public Task Take(Step step) => step switch
    {
        Step.Write(var at) => On(at, Write),
        Step.Receive(var from, var lines) => Receive(from, lines),
        Step.OpenTab(var peer, var window) => Open(peer, window),
        Step.CloseTab(var at) => Close(At(at)),
        Step.Switch(var at, var peer) => On(at, tab => tab.Switch(_pair.Address(peer))),
        Step.Hurry(var at, var peer, var next) => On(at, tab => Hurry(tab, peer, next)),
        Step.Resize(var at, var window) => On(at, tab => tab.Resize(window)),
        Step.ScrollUp(var at) => On(at, tab => tab.ScrollUp()),
        Step.LoadOlder(var at) => On(at, tab => tab.LoadOlder()),
        Step.Change(var way, var network) => Change(way, network),
        Step.RestartChat => _pair.RestartChat(),
        Step.StopServer => _pair.StopServer(),
        Step.StartServer => StartServer(),
        Step.RevokeToken => RevokeToken(),
        Step.LinkAgain => LinkAgain(),
        Step.Rest => Rest(),
        _ => Task.CompletedTask,
    };

    /// <summary>Everything is well again, and the tabs are all there is to wait for.</summary>
    public async Task Mend()
    {
        await Change(Way.ToChat, Network.Well);
        await Change(Way.ToServer, Network.Well);
        await StartServer();
        await LinkAgain();
        foreach (var tab in _tabs) await Recover(tab);
        await Rest();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in _networks.Keys) Wire(way).Mend();
        await _alice.DisposeAsync();
        await _pair.DisposeAsync();
    }

    private Tab? At(int number) => _tabs.Count == 0 ? null : _tabs[number % _tabs.Count];

    private async Task On(int number, Func<Tab, Task> act)
    {
        if (At(number) is not { } tab) return;

        try
        {
            await act(tab);
        }
        catch (PlaywrightException)
        {
            // The page is just being left, for the one that says that there is no network.
        }
    }

    private async Task Write(Tab tab)
    {
        if (PeerOf(tab) is not { } peer) return;

        var line = $"Mine {++_lines}.";
        Written.Add((peer, line));
        if (await tab.Write(line)) tab.Written.Add((peer, line));
    }

    private string? PeerOf(Tab tab) =>
        ((string[])["bob", "carol"]).FirstOrDefault(peer => tab.Path == $"/c/{Uri.EscapeDataString(_pair.Address(peer).Canonical)}");

    private async Task Receive(string from, int lines)
    {
        if (!_pair.IsServerUp || Received.Count(line => line.Peer == from) + lines > LongestThread) return;

        var device = await _pair.Device(from);
        for (var line = 0; line < lines; line++)
        {
            var text = $"{from} {++_lines}.";
            Received.Add((from, text));
            await device.Send(new(_pair.Address("alice").Canonical, new TextPayload(text).ToJson()), Guid.NewGuid().ToString(), default);
        }
    }

    private async Task Hurry(Tab tab, string peer, string next)
    {
        if (_networks[Way.ToChat] is Network.Well) await Change(Way.ToChat, Network.Slowest);
        await tab.Switch(_pair.Address(peer));
        await Task.WhenAll(tab.Switch(_pair.Address(next)), Receive(next, 1));
    }

    private async Task Open(string? peer, Window window)
    {
        if (!IsReachable) return;

        var tab = new Tab(await _alice.OpenTab());
        await tab.Resize(window);
        await tab.Page.GotoAsync(new Uri(_pair.Url, peer is null ? "" : $"c/{Uri.EscapeDataString(_pair.Address(peer).Canonical)}").AbsoluteUri);
        if (!await tab.IsWell())
        {
            // The ways are well, and what was on them before they were broken is still being given up.
            await tab.Page.CloseAsync();
            return;
        }

        await tab.Begin();
        _tabs.Add(tab);
    }

    private async Task Close(Tab? tab)
    {
        if (tab is null) return;

        _tabs.Remove(tab);
        await tab.Page.CloseAsync();
    }

    private Task Change(Way way, Network network)
    {
        _networks[way] = network;
        var wire = Wire(way);
        wire.Mend();
        switch (network)
        {
            case Network.Slow: wire.Slow(Lag); break;
            case Network.Slowest: wire.Slow(LongLag); break;
            case Network.Held: wire.Hold(); break;
            case Network.Cut: wire.Cut(); break;
        }

        return Task.CompletedTask;
    }

    private Wire Wire(Way way) => way == Way.ToChat ? _pair.ChatWire : _pair.ServerWire;

    private Task StartServer() => _pair.IsServerUp ? Task.CompletedTask : _pair.StartServer();

    private async Task RevokeToken()
    {
        if (!_pair.IsServerUp) return;

        await _pair.RevokeTokens("alice");
        _isRefused = true;
    }

    private async Task LinkAgain()
    {
        if (!_isRefused || !IsServerReached) return;

        var token = await _pair.PairingUri("alice");
        await _alice.Page.RunAndWaitForResponseAsync(
            () => _alice.LinkServer(token, "Link again"),
            answer => answer is { Status: 200, Request.Method: "GET" } && new Uri(answer.Url).AbsolutePath == "/settings/server");
        await Expect(_alice.Page.GetByText("Your server takes the token")).ToBeVisibleAsync();
        _isRefused = false;
    }

    /// <summary>
    /// Instead of a conversation it may show a problem, or nothing of ours at all. She opens one again, as people do; the page
    /// that says that there is no network may do so by itself meanwhile.
    /// </summary>
    private async Task Recover(Tab tab)
    {
        for (var tries = 0; tries < 5 && !await Answers(tab.IsWell); tries++)
        {
            if (await Answers(tab.HasList)) await tab.Switch(_pair.Address("bob"));
            else await Answers(tab.Reload);
            await Answers(tab.Shows);
        }
    }

    /// <summary>False also from a page that is just being left, or does not come.</summary>
    private static async Task<bool> Answers(Func<Task<bool>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>By themselves: nobody reloads, and the pauses between tries are theirs.</summary>
    private async Task Rest()
    {
        if (!IsReachable) return;

        foreach (var tab in _tabs) await Expect(tab.Connection).ToBeAttachedAsync(new() { Timeout = 90_000 });
    }

    private void Note(IResponse answer)
    {
        if (answer.Request.Method != "POST" || answer.Status != 200 || !new Uri(answer.Url).AbsolutePath.EndsWith("/messages", StringComparison.Ordinal)) return;
        if (HttpUtility.ParseQueryString(answer.Request.PostData ?? "")["message"] is { } line) Accepted[line] = true;
    }
}
