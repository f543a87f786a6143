using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ChatPosta.Threads;

namespace Benchmarks;

/// <summary>What a page costs chat-posta, its talk with the user's server included, next to bytes that bare Kestrel repeats.</summary>
internal static class PagesBenchmark
{
    private const int Lines = 8;
    private const int Rounds = 3;

    // Until the runtime has compiled for good what it compiled quickly at first, which takes a while beside other work.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public static async Task Run(Report report)
    {
        using var place = new Workplace();
        await using var servers = await ScriptedServers.Start(new Inbox().Map);
        await using var chat = new ChatProcess(servers.WriteRoots(place.File("roots.pem")), limitScale: 0);
        await chat.SignUp([servers.Url(0)]);
        await chat.Start();
        var page = Get(chat, PeerPath.Of(Inbox.Peer), "Sec-Fetch-Mode: navigate");
        var html = await Text(chat.Port, page);
        await using var plain = await PlainPage.Start(html.Length);

        Kind[] kinds =
        [
            new("bare Kestrel, as many bytes", plain.Port, plain.Footprint, HttpLine.Get("/", chat.Host), 200, 40_000),
            new("thread page, 50 messages", chat.Port, chat.Footprint, page, 200, 3_000, 400),
            new("its fragment", chat.Port, chat.Footprint, Get(chat, PeerPath.Of(Inbox.Peer), "HX-Request: true"), 200, 3_000, 300),
            new("sidebar fragment, 20 conversations", chat.Port, chat.Footprint, Get(chat, "/sidebar", "HX-Request: true"), 200, 3_000, 300),
            new("304 for a picture", chat.Port, chat.Footprint, Picture(chat, html), 304, 20_000, 60),
        ];
        report.Add("thread page", html.Length / 1_024.0, "KiB");
        foreach (var kind in kinds)
            for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < WarmUp;) await kind.Measure(kind.Times / 10);
        for (var round = 0; round < Rounds; round++)
            foreach (var kind in kinds) kind.Costs.Add(await kind.Measure(kind.Times));
        foreach (var kind in kinds) kind.Say(report);
    }

    private static byte[] Get(ChatProcess chat, string path, params string[] headers) =>
        HttpLine.Get(path, chat.Host, [chat.Cookie(0), "Accept-Encoding: identity", .. headers]);

    private static byte[] Picture(ChatProcess chat, string html)
    {
        var address = Regex.Match(html, "/media/([^/\"]+)/image/[^\"]+");
        return Get(chat, address.Value, $"If-None-Match: \"{address.Groups[1].Value}\"");
    }

    private static async Task<string> Text(int port, byte[] request)
    {
        using var line = await HttpLine.Open(port);
        await line.Send(request);
        var answer = new StringBuilder();
        while (!answer.ToString().Contains("</html>", StringComparison.Ordinal)) answer.Append(Encoding.Latin1.GetString((await line.Receive()).Span));
        return WebUtility.HtmlDecode(answer.ToString());
    }

    /// <param name="Target">µs of processor time.</param>
    private sealed record Kind(string What, int Port, Footprint Server, byte[] Request, int Status, int Times, double? Target = null)
    {
        public List<(double PerSecond, double Cost)> Costs { get; } = [];

        public async Task<(double PerSecond, double Cost)> Measure(int times)
        {
            var (worked, begin) = (Server.ProcessorTime, Stopwatch.GetTimestamp());
            await Task.WhenAll(Enumerable.Range(0, Lines).Select(async _ =>
            {
                using var line = await HttpLine.Open(Port);
                for (var i = 0; i < times / Lines; i++)
                    if (await line.Exchange(Request) is var status && status != Status) throw new UnreachableException($"{What} was answered {status}.");
            }));
            return (times / Stopwatch.GetElapsedTime(begin).TotalSeconds, (Server.ProcessorTime - worked).TotalMicroseconds / times);
        }

        public void Say(Report report)
        {
            report.Add(What, Costs.Max(cost => cost.PerSecond), "/s");
            report.Below("  processor time each", Costs.Min(cost => cost.Cost), "µs", Target);
        }
    }
}
