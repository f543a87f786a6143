using System.Text;
using Microsoft.AspNetCore.Http;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Faults;

/// <summary>SIGTERM in the middle of everything.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_stop_cuts_streams_and_deliveries_short_and_loses_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var victim = await Victim.Start();
        await using var carol = await Stranger.Start(TimeProvider.System);
        using var stream = await victim.Alice.Events();
        carol.Answer = _ => new Silence();
        var sent = await victim.Alice.SendText(carol.Url, "hi");
        await carol.HasReceived(1);

        Assert.Equal(0, await victim.Stop());

        while (await stream.Next() is not null)
        {
            // What was told before; then the stream ends.
        }

        carol.Answer = _ => Results.NoContent();
        await victim.StartAgain();
        Assert.Equal(2, (await victim.Alice.Newest(carol.Url, MessageState.Delivered)).Attempts);
        Assert.All(carol.Received, envelope => Assert.Equal(sent.Id, envelope.Id));
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_keep_the_daemon_from_a_clean_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var victim = await Victim.Start();
        await using var slow = await RawHttp.Begin(victim.Alice.Url, Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: {victim.Alice.Url.Authority}\r\nContent-Type: application/posta+json\r\nContent-Length: 100\r\n\r\n{{"));

        Assert.Equal(0, await victim.Stop());
    }

    /// <summary>Takes the request and says nothing until it is given up.</summary>
    private sealed class Silence : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) =>
            Task.Delay(Timeout.Infinite, httpContext.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
