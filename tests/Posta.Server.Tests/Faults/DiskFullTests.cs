using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Faults;

/// <summary>A disk that is really full: a small tmpfs, which takes the right to mount.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task A_full_disk_refuses_writes_with_507_and_reads_go_on_and_room_is_noticed_without_a_restart()
    {
        await using var server = await TestServer.Start();
        using var disk = SmallDisk.Mount(server.Config.Data, megabytes: 3);
        Assert.SkipWhen(disk is null, "This needs the right to mount a tmpfs.");
        await using var carol = await Stranger.Start(TimeProvider.System);
        await server.Add("alice");
        var alice = await server.Client("alice");
        await alice.SendText(carol.Url, "before");
        await alice.Newest(carol.Url, MessageState.Delivered);

        disk.Fill();
        var sent = new List<string> { "before" };
        ApiAnswer? refused = null;
        // The log of the database may have some room left in it.
        await Eventually.True(async () =>
        {
            var text = $"{sent.Count} {new string('x', 2000)}";
            var answer = await alice.Post("/messages", ApiClient.Text(carol.Url, text));
            if (answer.Status == 202)
                sent.Add(text);
            else
                refused = answer;
            return refused is not null;
        });

        Assert.Equal((507, ErrorCode.InsufficientStorage), (refused!.Status, refused.Code));
        Assert.Equal(507, (await Stranger.Post(Letter(carol, server), server.Url("alice"))).Status);
        Assert.Equal(sent.Count, (await alice.Messages(carol.Url, "&limit=200")).Length);
        Assert.Equal(200, (await alice.Get("/contacts")).Status);
        Assert.Equal(200, (await alice.Get("/search?q=before")).Status);

        disk.Clear();
        await alice.SendText(carol.Url, "after");
        Assert.Single((await alice.Get("/search?q=after")).Read(ClientApiJson.Default.MessageArray));
        Assert.Equal(204, (await Stranger.Post(Letter(carol, server), server.Url("alice"))).Status);
        await Eventually.True(() => carol.Received.Select(envelope => envelope.Id).Distinct().Count() == sent.Count + 1, TimeSpan.FromSeconds(30));
    }

    private static Letter Letter(Stranger carol, TestServer server) =>
        new(Envelope.Write(carol.Write(server.Url("alice"), new string('y', 5000))), carol.Keys.Keys[0]);
}
