using System.Text.Json;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests;

public sealed class FederationTests
{
    [Fact]
    public async Task A_message_crosses_from_one_server_to_another_and_is_announced_at_both()
    {
        await using var here = await TestServer.Start("alice");
        await using var there = await TestServer.Start("bob");
        var (alice, bob) = (await here.Client("alice"), await there.Client("bob"));
        using var bobsEvents = await bob.Events();
        using var alicesEvents = await alice.Events();

        await alice.SendText(bob.Url, "hello æøå");

        var inbound = JsonSerializer.Deserialize((await bobsEvents.Next(EventName.Inbound)).Data, ClientApiJson.Default.Message)!;
        Assert.Equal(alice.Url.Display, inbound.Peer);
        Assert.Equal("""{"kind":"posta.text/v1","body":"hello \u00E6\u00F8\u00E5"}""", inbound.Payload.ToString());
        var states = new List<string>();
        while (states.LastOrDefault() is not MessageState.Delivered)
            states.Add(JsonSerializer.Deserialize((await alicesEvents.Next(EventName.OutboundState)).Data, ClientApiJson.Default.Message)!.State);
        Assert.Equal([MessageState.Pending, MessageState.Sending, MessageState.Delivered], states.Distinct());
    }

    [Fact]
    public async Task Two_identities_of_one_server_write_to_each_other_over_https_too()
    {
        await using var server = await TestServer.Start("alice", "bob");
        var (alice, bob) = (await server.Client("alice"), await server.Client("bob"));

        await alice.SendText(bob.Url, "ping");
        await bob.Newest(alice.Url, MessageState.Received);
        await bob.SendText(alice.Url, "pong");

        Assert.Contains("pong", (await alice.Newest(bob.Url, MessageState.Received)).Payload.ToString());
        Assert.Equal("Bob", Assert.Single(await alice.Contacts()).Name);
    }

    [Fact]
    public async Task One_may_write_to_oneself()
    {
        await using var server = await TestServer.Start("alice");
        var alice = await server.Client("alice");

        await alice.SendText(alice.Url, "note");

        await Testing.Eventually.True(async () => (await alice.Messages(alice.Url)) is [{ Direction: Direction.Inbound }, { State: MessageState.Delivered }]);
    }
}
