using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    [InlineData("999999d", 86_399_913_600)]
    public void A_duration_is_a_whole_number_and_a_unit(string text, long seconds)
    {
        Assert.True(Duration.TryParse(text, out var value));
        Assert.Equal(seconds, value.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("30")]
    [InlineData("1.5h")]
    [InlineData("-1h")]
    [InlineData(" 1h")]
    [InlineData("1H")]
    [InlineData("1h30m")]
    [InlineData("9999999d")]
    public void Anything_else_is_no_duration(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("0.0.0.0:80")]
    [InlineData("localhost:8080")]
    [InlineData("[::1]:0")]
    public void A_listen_address_prints_as_it_was_written(string text)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData(":80")]
    [InlineData("localhost")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    [InlineData("0.0.0.0:65536")]
    [InlineData("0.0.0.0:+8")]
    public void A_name_or_a_lone_port_is_no_listen_address(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    public void A_range_may_be_a_single_address(string text, string expected)
    {
        Assert.True(AddressRange.TryParse(text, out var range));
        Assert.Equal(IPNetwork.Parse(expected), range);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.0/8")]
    public void A_name_or_a_shorthand_is_no_range(string text) => Assert.False(AddressRange.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("localhost:0")]
    public async Task Port_0_opens_a_free_port(string text)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => address.Open(kestrel));
        await using var app = builder.Build();

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, new Uri(Assert.Single(app.Urls)).Port);
    }
}
