namespace ChatPosta.Tests.Live;

public sealed class LiveRulesTests
{
    [Fact]
    public Task The_peer_of_a_page_is_read_from_its_path() => LiveScript.Table(
        ("peerFromPath('/c/https%3A%2F%2Fbob.example')", "'https://bob.example'"),
        ("peerFromPath('/c/https%3A%2F%2Fbob.example%2Fusers%2Fb%2520b/')", "'https://bob.example/users/b%20b'"),
        ("peerFromPath('/c/')", "''"),
        ("peerFromPath('/')", "''"),
        ("peerFromPath('/settings')", "''"),
        ("peerFromPath('/c/a/b')", "''"),
        ("peerFromPath('/x/c/a')", "''"),
        ("peerFromPath('/c/%E0%A4%A')", "''"));

    [Fact]
    public Task Only_the_page_of_a_thread_takes_its_update() => LiveScript.Table(
        ("""decideThreadUpdated('{"peer":"https://bob.example"}', '/c/https%3A%2F%2Fbob.example')""", "'dispatch'"),
        ("""decideThreadUpdated('{"peer":"https://eve.example"}', '/c/https%3A%2F%2Fbob.example')""", "'skip-peer-mismatch'"),
        ("""decideThreadUpdated('{"peer":"https://bob.example"}', '/')""", "'skip-no-thread'"),
        ("""decideThreadUpdated('{"peer":"https://bob.example"}', '/c/%E0%A4%A')""", "'skip-no-thread'"),
        ("""decideThreadUpdated('{"peer":7}', '/c/7')""", "'skip-malformed'"),
        ("""decideThreadUpdated('{"peer":""}', '/')""", "'skip-malformed'"),
        ("""decideThreadUpdated('{}', '/c/undefined')""", "'skip-malformed'"),
        ("""decideThreadUpdated('null', '/c/null')""", "'skip-malformed'"),
        ("""decideThreadUpdated('{"peer":', '/c/a')""", "'skip-malformed'"),
        ("""decideThreadUpdated('', '/c/a')""", "'skip-malformed'"));

    [Fact]
    public Task The_thread_scrolls_only_for_a_reader_who_is_at_its_end() => LiveScript.Table(
        ("decideScroll({ cause: 'cold' })", "'bottom'"),
        ("decideScroll({ cause: 'resume' })", "'bottom'"),
        ("decideScroll({ cause: 'cold', hasUnread: true })", "'first-unread'"),
        ("decideScroll({ cause: 'resume', hasUnread: true })", "'first-unread'"),
        ("decideScroll({ cause: 'live', fromBottom: 0 })", "'bottom'"),
        ("decideScroll({ cause: 'live', fromBottom: 96 })", "'bottom'"),
        ("decideScroll({ cause: 'live', fromBottom: 97 })", "'keep-and-count'"),
        ("decideScroll({ cause: 'older', fromBottom: 0 })", "'keep'"));

    [Fact]
    public Task Pauses_double_up_to_half_a_minute() => LiveScript.Table(
        ("[0, 1, 2, 3, 4, 5, 50, 5000].map(failures => backoff(failures, () => 1))",
         "[1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]"),
        ("backoff(3, () => 0)", "0"),
        ("backoff(3, () => 0.5)", "4000"));

    [Fact]
    public Task Frames_are_read_whole_and_comments_are_skipped() => LiveScript.Table(
        (@"readFrames('id: b-1\nevent: resync\ndata: {}\n\n')", "{ frames: [{ id: 'b-1', event: 'resync', data: '{}' }], rest: '' }"),
        (@"readFrames(':\n\nid: b-2\nevent: bye\nda')", @"{ frames: [], rest: 'id: b-2\nevent: bye\nda' }"),
        (@"readFrames('id: b-1\nevent: x\ndata: {""a"":"": ""}\n\n').frames[0].data", @"'{""a"":"": ""}'"),
        ("readFrames('')", "{ frames: [], rest: '' }"));

    [Fact]
    public Task A_heartbeat_needs_a_tab_that_is_seen_and_used() => LiveScript.Table(
        ("heartbeatDue({ visible: true, usedAt: 100_000, beatAt: 60_000, now: 120_000 })", "true"),
        ("heartbeatDue({ visible: false, usedAt: 100_000, beatAt: 60_000, now: 120_000 })", "false"),
        ("heartbeatDue({ visible: true, usedAt: 60_000, beatAt: 0, now: 120_000 })", "false"),
        ("heartbeatDue({ visible: true, usedAt: 119_000, beatAt: 60_001, now: 120_000 })", "false"));

    [Fact]
    public Task The_connection_line_names_the_silent_hop() => LiveScript.Table(
        (Line("live", "live"), "{ state: 'live', text: 'browser ↔ chat-posta ↔ your server' }"),
        (Line("connecting", "live"), "{ state: 'browser-connecting', text: 'browser … chat-posta: silent since 1' }"),
        (Line("live", "down"), "{ state: 'upstream-down', text: 'browser ↔ chat-posta … your server: silent since 2' }"),
        (Line("live", "connecting"), "{ state: 'upstream-connecting', text: 'browser ↔ chat-posta … your server: silent since 2' }"),
        (Line("live", "unlinked"), "{ state: 'unlinked', text: 'browser ↔ chat-posta … your server: link your server again' }"));

    private static string Line(string browser, string upstream) =>
        $"describeConnection({{ browser: '{browser}', browserSince: 1, upstream: '{upstream}', upstreamSince: 2 }}, String, {Words})";

    /// <summary>As the sidebar has them for the script.</summary>
    private const string Words =
        """
        { live: 'browser ↔ chat-posta ↔ your server', unlinked: 'browser ↔ chat-posta … your server: link your server again',
          browser: 'browser … chat-posta: silent since {0}', upstream: 'browser ↔ chat-posta … your server: silent since {0}' }
        """;
}
