using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Inbox;

public sealed class AclTests
{
    [Fact]
    public async Task A_message_that_cannot_be_announced_is_accepted_all_the_same()
    {
        await using var server = await TestServer.Start("bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        await server.Execute(
            "bob", "CREATE TRIGGER unreadable AFTER INSERT ON messages BEGIN UPDATE messages SET attempts = 9999999999; END");

        Assert.Equal(204, (await carol.Post(carol.Write(server.Url("bob")), server.Url("bob"))).Status);
    }

    [Fact]
    public async Task A_closed_inbox_takes_nothing()
    {
        await using var server = await TestServer.Start(new ServerConfig { Acl = Acl.Closed }, TimeProvider.System, "bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        await (await server.Client("bob")).Post("/contacts", $$"""{"url":"{{carol.Url}}"}""");

        Assert.Equal(403, (await carol.Post(carol.Write(server.Url("bob")), server.Url("bob"))).Status);
    }

    [Fact]
    public async Task An_inbox_for_contacts_takes_messages_of_those_that_the_user_made()
    {
        await using var server = await TestServer.Start(new ServerConfig { Acl = Acl.Contacts }, TimeProvider.System, "bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        var bob = await server.Client("bob");

        Assert.Equal(403, (await carol.Post(carol.Write(bob.Url), bob.Url)).Status);
        await bob.Post("/contacts", $$"""{"url":"{{carol.Url}}"}""");
        Assert.Equal(204, (await carol.Post(carol.Write(bob.Url), bob.Url)).Status);
    }

    [Fact]
    public async Task An_open_inbox_shows_strangers_as_requests_until_they_are_answered_or_blocked()
    {
        await using var server = await TestServer.Start("bob");
        await using var carol = await Stranger.Start(TimeProvider.System);
        var bob = await server.Client("bob");

        Assert.Equal(204, (await carol.Post(carol.Write(bob.Url), bob.Url)).Status);
        var request = Assert.Single(await bob.Contacts());
        Assert.Equal((carol.Url.Display, "Carol", ContactStatus.Request, 1), (request.Url, request.Name, request.Status, request.UnreadCount));

        await bob.SendText(carol.Url, "hello");
        Assert.Equal(ContactStatus.Contact, Assert.Single(await bob.Contacts()).Status);

        await bob.Patch("/contacts", $$"""{"url":"{{carol.Url}}","status":"blocked"}""");
        Assert.Equal(403, (await carol.Post(carol.Write(bob.Url), bob.Url)).Status);
    }
}
