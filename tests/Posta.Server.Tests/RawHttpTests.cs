using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests;

/// <summary>The edges of HTTP and our limits on it, byte by byte on a real socket.</summary>
public sealed class RawHttpTests
{
    [Fact]
    public async Task What_readers_disagree_about_is_answered_as_noted()
    {
        await using var server = await TestServer.Start("alice");
        var alice = server.Url("alice");
        var wrong = new List<string>();

        foreach (var row in HttpTable.For(alice.Authority, "/", ("/", "application/posta+json"), unknownHost: "404"))
        {
            var line = await RawHttp.Exchange(alice, row.Request);
            if (line.Split(' ').ElementAtOrDefault(1) != row.Status) wrong.Add($"{row.What}: {line}, not {row.Status}");
        }

        Assert.Empty(wrong);
    }
}
