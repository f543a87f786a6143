using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Posta.Hosting.Http;

namespace Posta.Tests.Hosting.Http;

public sealed class DoorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat.example", 200)]
    [InlineData("evil.example", 421)]
    public async Task Only_known_hosts_are_served(string name, int expected)
    {
        await using var host = await TestHost.Start(app =>
        {
            app.UseKnownHosts(known => known.Host == "chat.example", 421, context => context.Response.WriteAsync("not here"));
            app.Run(context => context.Response.WriteAsync("welcome"));
        });
        using var response = await host.Get("/", ("Host", name));
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(expected == 200 ? "welcome" : "not here", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_request_without_a_host_is_unknown()
    {
        await using var host = await TestHost.Start(app => app.UseKnownHosts(known => known.HasValue, 404));
        Assert.StartsWith("HTTP/1.1 404", await Raw(host, "GET / HTTP/1.0\r\n\r\n"));
    }

    [Fact]
    public async Task A_large_body_is_refused_and_the_server_does_not_say_its_name()
    {
        await using var host = await TestHost.Start(
            app => app.MapPost("/", async (HttpContext context) => { await context.Request.Body.CopyToAsync(Stream.Null, Ct); }),
            set: builder => builder.AddLimits());
        Assert.Equal(HttpStatusCode.OK, await Post(KestrelLimits.MaxBody));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post(KestrelLimits.MaxBody + 1));

        async Task<HttpStatusCode> Post(int size)
        {
            using var response = await host.Send(new HttpRequestMessage(HttpMethod.Post, host.Url) { Content = new ByteArrayContent(new byte[size]) });
            Assert.Empty(response.Headers.Server);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("127.0.0.1/32", "198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.0/8", "6.6.6.6, 198.51.100.7", "198.51.100.7")]
    [InlineData("127.0.0.1/32 10.0.0.0/8", "6.6.6.6, 198.51.100.7, 10.1.2.3", "198.51.100.7")]
    [InlineData("10.0.0.1/32", "198.51.100.7", "127.0.0.1")]
    [InlineData("", "198.51.100.7", "127.0.0.1")]
    [InlineData("127.0.0.1/32", "rubbish", "127.0.0.1")]
    public async Task Only_named_proxies_are_believed(string proxies, string forwarded, string expected)
    {
        await using var host = await TestHost.Start(app =>
        {
            app.UseTrustedProxies([.. proxies.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)]);
            app.Run(context => context.Response.WriteAsync(ClientKey.Of(context)));
        });
        using var response = await host.Get("/", ("X-Forwarded-For", forwarded));
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    public void A_household_is_one_client(string address, string key) => Assert.Equal(key, ClientKey.Of(IPAddress.Parse(address)));

    [Fact]
    public void A_unix_socket_is_local() => Assert.Equal("local", ClientKey.Of((IPAddress?)null));

    private static async Task<string> Raw(TestHost host, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port, Ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Ct);
    }
}
