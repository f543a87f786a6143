using System.Net;
using Posta.Hosting.Egress;

namespace Posta.Tests.Hosting.Egress;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("10.255.255.255")]
    [InlineData("100.64.0.1"), InlineData("100.127.255.255"), InlineData("127.0.0.1"), InlineData("127.255.255.254")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.1")]
    [InlineData("192.0.2.1"), InlineData("192.31.196.1"), InlineData("192.52.193.1"), InlineData("192.88.99.1")]
    [InlineData("192.168.0.1"), InlineData("192.175.48.1"), InlineData("198.18.0.1"), InlineData("198.19.255.255")]
    [InlineData("198.51.100.1"), InlineData("203.0.113.1"), InlineData("224.0.0.1"), InlineData("239.255.255.255")]
    [InlineData("240.0.0.1"), InlineData("255.255.255.255")]
    [InlineData("::"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.0.0.1"), InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b::808:808"), InlineData("64:ff9b:1::1"), InlineData("100::1")]
    [InlineData("2001::1"), InlineData("2001:1ff::1"), InlineData("2001:db8::1"), InlineData("2002:7f00:1::1"), InlineData("2620:4f:8000::1")]
    [InlineData("3fff::1"), InlineData("3fff:fff::1"), InlineData("4000::1"), InlineData("5f00::1")]
    [InlineData("fc00::1"), InlineData("fd12:3456::1"), InlineData("fe80::1"), InlineData("fe80::1%2"), InlineData("fec0::1"), InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_refused(string address) => Assert.False(AddressPolicy.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255"), InlineData("100.128.0.0")]
    [InlineData("126.255.255.255"), InlineData("128.0.0.1"), InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8"), InlineData("2001:200::1"), InlineData("2001:4860:4860::8888"), InlineData("2a00::1"), InlineData("3ffe:ffff::1")]
    public void A_public_address_is_reached(string address) => Assert.True(AddressPolicy.IsPublic(IPAddress.Parse(address)));
}
