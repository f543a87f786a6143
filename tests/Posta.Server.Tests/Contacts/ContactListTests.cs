using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Contacts;

/// <summary>The list is written from the rows themselves, and must not come out otherwise than a contact by itself.</summary>
public sealed class ContactListTests
{
    private static readonly ClientApiJson Plain =
        new(new JsonSerializerOptions(ClientApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contact_in_the_list_is_that_contact_byte_for_byte()
    {
        await using var server = await TestServer.Start("bob");
        var bob = await server.Client("bob");
        await server.Execute("bob",
            """
            INSERT INTO contacts (url, name, avatar, kind, status, pinned, muted, last_message_at) VALUES
                ('https://quiet.example', '', '', '', 'contact', 0, 1, ''),
                ('https://odd.example/%C3%A6', 'Åse "🦊" <b>\ ' || char(1), 'https://odd.example/avatar-1.png', 'person', 'request', 1, 0, '2026-11-22T12:00:00Z'),
                ('https://long.example', 'Long', '', 'room', 'contact', 0, 0, '2026-11-22T12:00:00Z'),
                ('https://gone.example', 'Gone', '', '', 'removed', 0, 0, '');
            INSERT INTO messages (id, peer, direction, payload, in_reply_to, sent_at, received_at, state, key_id) VALUES
                ('1', 'https://odd.example/%C3%A6', 'inbound', CAST('{ "kind" : "x/v1", "ø": [1e400, null] }' AS BLOB), 'é', 'a', 'b', 'received', 'k1'),
                ('2', 'https://long.example', 'inbound', CAST('"' || printf('%.*c', 4095, 'x') || '"' AS BLOB), '', '', '', 'received', 'k1');
            INSERT INTO messages (id, peer, direction, payload, sent_at, state, attempts, next_attempt_at, last_error_code) VALUES
                ('3', 'https://odd.example/%C3%A6', 'outbound', CAST('null' AS BLOB), '', 'failed-permanent', 3, 'soon', 'forbidden');
            UPDATE contacts SET last_read_row_id = 1 WHERE name = 'Long';
            """);

        var answer = await bob.Get("/contacts");
        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        var urls = answer.Read(ClientApiJson.Default.ContactArray).Select(contact => contact.Url).ToArray();
        Assert.Equal(["odd.example/%C3%A6", "long.example", "quiet.example"], urls);

        var alone = new List<string>();
        foreach (var url in urls)
        {
            var contact = await server.Identity("bob").Contacts.Find(PostaUrl.Parse($"https://{url}"), Ct);
            alone.Add(Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(contact!, Plain.Contact)));
        }

        Assert.Equal($"[{string.Join(',', alone)}]", answer.Body);
    }

    [Fact]
    public async Task An_empty_list_is_a_list()
    {
        await using var server = await TestServer.Start("bob");
        Assert.Equal("[]", (await (await server.Client("bob")).Get("/contacts")).Body);
    }

    [Fact]
    public async Task A_list_that_is_asked_for_again_shows_what_anybody_did_meanwhile()
    {
        await using var server = await TestServer.Start("bob");
        var bob = await server.Client("bob");
        Assert.Empty(await bob.Contacts());

        // As another program does, not by way of the running server.
        await server.Execute("bob", "INSERT INTO contacts (url, name, status) VALUES ('https://carol.example', 'Carol', 'request')");
        Assert.Equal("Carol", (await bob.Contacts()).Single().Name);
        Assert.Equal("[]", (await bob.Get("/contacts?status=contact")).Body);

        await bob.Patch("/contacts", """{"url":"carol.example","status":"contact"}""");
        Assert.Equal("contact", (await bob.Contacts()).Single().Status);
        Assert.Equal("[]", (await bob.Get("/contacts?status=request")).Body);
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_each_told_what_they_had_changed()
    {
        await using var server = await TestServer.Start("bob");
        var bob = await server.Client("bob");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await server.Identity("bob").Contacts.Add(PostaUrl.Parse($"https://peer{i}.example"), Ct);
            Assert.Contains(await bob.Contacts(), contact => contact.Url == $"peer{i}.example");
        }));

        Assert.Equal(40, (await bob.Contacts()).Length);
    }
}
