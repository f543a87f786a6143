using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Contacts;
using Posta.Server.Identities;
using Posta.Server.Inbox;
using Posta.Server.Messages;
using Posta.Testing;

namespace Posta.Server.Tests.Contacts;

/// <summary>What a contact keeps of its thread is what a count over all messages would give, whatever happened.</summary>
public sealed class ContactCountTests
{
    private static readonly PostaUrl[] Peers = [PostaUrl.Parse("https://carol.example"), PostaUrl.Parse("https://dave.example")];

    private static readonly Gen<Step> AnyStep =
        from what in Gen.Elements("receive", "receive", "receive again", "send", "read", "add", "remove", "block")
        from peer in Gen.Elements(Peers)
        from row in Gen.Choose(0, 12)
        select new Step(what, peer, row);

    [Fact]
    public void Counts_never_drift() =>
        Prop.ForAll(AnyStep.ListOf().ToArbitrary(), steps => Agrees(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task<bool> Agrees(IEnumerable<Step> steps)
    {
        var time = new ManualTime();
        var folder = Directory.CreateTempSubdirectory("posta-counts-").FullName;
        try
        {
            var entry = new ManifestEntry("bob", PostaUrl.Parse("https://bob.example"), "Bob");
            await using var database = (await IdentityFolder.Create(folder, entry, time)).OpenDatabase();
            foreach (var step in steps)
                await Do(step, database, time);
            return await database.Read(connection => connection.QuerySingleOrDefault<string>(Drifted)) is null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task Do(Step step, Database database, TimeProvider time)
    {
        var contacts = new ContactStore(database);
        return step.What switch
        {
            "receive" => Receive(step.Peer, Guid.NewGuid().ToString()),
            "receive again" => Receive(step.Peer, "the same"),
            "send" => new SendStore(database, time).Send(
                new Draft(Guid.NewGuid().ToString(), step.Peer, RawJson.Parse("null"), ""), null, default),
            "read" => contacts.MarkRead(step.Peer, step.Row, default),
            "add" => contacts.Add(step.Peer, default),
            "remove" => contacts.Remove(step.Peer, default),
            _ => contacts.Change(step.Peer, new ContactChange(null, null, "blocked"), default),
        };

        Task Receive(PostaUrl sender, string id) => new ReceivedStore(database, Acl.Open).Accept(
            new Envelope
            {
                Id = id,
                Sender = sender.Canonical,
                Recipient = "https://bob.example",
                Timestamp = time.GetUtcNow(),
                KeyId = "k1",
                Payload = RawJson.Parse("null"),
            },
            new Wrapping([], [], []),
            new ActorDocument { Url = sender, Keys = [] },
            time.GetUtcNow(),
            default);
    }

    private const string Drifted =
        """
        SELECT url FROM contacts
        WHERE last_row_id <> COALESCE((SELECT MAX(row_id) FROM messages WHERE peer = url), 0)
           OR unread_count <> (SELECT COUNT(*) FROM messages WHERE peer = url AND direction = 'inbound' AND row_id > last_read_row_id)
        LIMIT 1
        """;

    private sealed record Step(string What, PostaUrl Peer, long Row);
}
