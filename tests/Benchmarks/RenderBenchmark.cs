using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ChatPosta.Composer;
using ChatPosta.Sidebar;
using ChatPosta.Threads;
using ChatPosta.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Posta.Protocol.ClientApi;

namespace Benchmarks;

/// <summary>
/// What a page costs chat-posta itself, from what the user's server says to the bytes for the browser: no sockets, nobody
/// else's work, one after the other.
/// </summary>
internal static class RenderBenchmark
{
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    public static async Task Run(Report report)
    {
        await using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).AddLogging().BuildServiceProvider();
        var html = new Html(services, NullLoggerFactory.Instance);
        var context = new DefaultHttpContext { RequestServices = services };

        await Measure("answers read", 0, () => { Read(); return Task.CompletedTask; });
        var read = Read();
        await Measure("thread page, 50 messages", 400, async () => await Send(await html.Page<ThreadPage, ThreadPageModel>(Page(read))));
        await Measure("its fragment", 300, async () => await Send(await html.Page<ThreadFragment, ThreadModel>(Thread(read.Messages))));
        await Measure("sidebar fragment, 20 conversations", 300, async () => await Send(await html.Page<SidebarUpdate, SidebarModel>(Sidebar(read.Contacts))));

        async Task Send(IResult page)
        {
            context.Response.Body = Stream.Null;
            context.Response.Headers.Clear();
            await page.ExecuteAsync(context);
        }

        async Task Measure(string what, double target, Func<Task> act)
        {
            await Often(act, WarmUp);
            var costs = new List<double>();
            for (var i = 0; i < Rounds; i++) costs.Add(await Often(act, Span));
            report.Below(what, costs.Min(), "µs", target == 0 ? null : target);
        }
    }

    /// <summary>µs of processor time for each, the collector's included.</summary>
    private static async Task<double> Often(Func<Task> act, TimeSpan span)
    {
        using var process = Process.GetCurrentProcess();
        var (worked, start, times) = (process.TotalProcessorTime, Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(start) < span; times++) await act();
        process.Refresh();
        return (process.TotalProcessorTime - worked).TotalMicroseconds / times;
    }

    private static (IReadOnlyList<Contact> Contacts, IReadOnlyList<Message> Messages) Read() => (
        JsonSerializer.Deserialize(Inbox.ContactsJson, ClientApiJson.Default.IReadOnlyListContact)!,
        JsonSerializer.Deserialize(Inbox.MessagesJson, ClientApiJson.Default.IReadOnlyListMessage)!);

    private static ThreadPageModel Page((IReadOnlyList<Contact> Contacts, IReadOnlyList<Message> Messages) read) =>
        new(Sidebar(read.Contacts), Thread(read.Messages));

    private static SidebarModel Sidebar(IReadOnlyList<Contact> contacts) => SidebarModel.From(Inbox.Owner, "Ola Nordmann", contacts, Inbox.Peer);

    private static ThreadModel Thread(IReadOnlyList<Message> messages)
    {
        var people = People.Of(Inbox.Owner, Inbox.Peer, "Kari Nordmann 0");
        return new ThreadModel(people.Them, RowsModel.From(Window.Of(messages, next: null), people), ComposerModel.Fresh(Inbox.Peer));
    }
}
