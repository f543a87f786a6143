using System.Net;
using System.Net.Sockets;
using Posta.Hosting.Egress;

namespace Posta.Tests.Hosting.Egress;

public sealed class GuardTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Global unicast that nobody announces: connecting to it fails, and disturbs nobody.
    private static readonly IPAddress Public = IPAddress.Parse("2fff::1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://127.0.0.1/"), InlineData("https://localhost/"), InlineData("https://localhost./"), InlineData("https://bob.localhost/")]
    [InlineData("https://2130706433/"), InlineData("https://0177.0.0.1/"), InlineData("https://127.1/"), InlineData("https://0/")]
    [InlineData("https://[::1]/"), InlineData("https://[::ffff:127.0.0.1]/"), InlineData("https://①②⑦.⓪.⓪.①/"), InlineData("https://127。0。0。1/")]
    [InlineData("https://169.254.169.254/latest/meta-data"), InlineData("https://[64:ff9b::a9fe:a9fe]/"), InlineData("https://[2002:7f00:1::1]/")]
    [InlineData("https://[fd00::1]/"), InlineData("https://[fe80::1]/"), InlineData("https://100.64.0.1/"), InlineData("https://224.0.0.1/")]
    public async Task A_url_that_leads_inside_is_refused(string url) => Assert.Equal(EgressFailure.Refused, await Failure(url));

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused() =>
        Assert.Equal(EgressFailure.Refused, await Failure("https://mixed.example/", (_, _) => Task.FromResult(new[] { Public, IPAddress.Parse("10.0.0.1") })));

    [Fact]
    public async Task A_rebinding_name_is_resolved_once_and_reached_where_it_was_judged()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var url = $"https://rebind.example:{((IPEndPoint)inside.LocalEndpoint).Port}/";
        var asked = 0;
        using var http = Guarded((_, _) => Task.FromResult(new[] { asked++ == 0 ? Public : IPAddress.Loopback }));
        Assert.Contains(await Failure(http, url), new[] { EgressFailure.Network, EgressFailure.Timeout });
        Assert.Equal(1, asked);
        Assert.Equal(EgressFailure.Refused, await Failure(http, url));
        Assert.Equal(2, asked);
        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task A_name_without_address_is_told_apart()
    {
        Assert.Equal(EgressFailure.NameNotFound, await Failure("https://nowhere.example/", (_, _) => throw new SocketException((int)SocketError.HostNotFound)));
        Assert.Equal(EgressFailure.NameNotFound, await Failure("https://empty.example/", (_, _) => Task.FromResult(Array.Empty<IPAddress>())));
    }

    [Fact]
    public async Task A_resolver_that_hangs_is_a_timeout() =>
        Assert.Equal(EgressFailure.Timeout, await Failure("https://slow.example/", async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return [];
        }));

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var http = Guarded(async (_, ct) => { await source.CancelAsync(); await Task.Delay(Timeout.Infinite, ct); return []; });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.Send(new(HttpMethod.Get, "https://slow.example/"), Limit, source.Token));
    }

    private static async Task<EgressFailure> Failure(string url, ResolveHost? resolve = null)
    {
        using var http = Guarded(resolve ?? ((_, _) => Task.FromResult(new[] { IPAddress.Loopback })));
        return await Failure(http, url);
    }

    private static async Task<EgressFailure> Failure(GuardedHttp http, string url) =>
        (await Assert.ThrowsAsync<EgressException>(() => http.Send(new(HttpMethod.Get, url), Limit, Ct))).Failure;

    private static GuardedHttp Guarded(ResolveHost resolve) =>
        new(new EgressOptions { Resolve = resolve, ConnectTimeout = TimeSpan.FromMilliseconds(300) });
}
