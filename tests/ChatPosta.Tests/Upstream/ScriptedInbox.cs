using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Upstream;

/// <summary>What a posta-server answers from the contacts and messages that a test puts into it; notes what it was asked.</summary>
internal sealed class ScriptedInbox(PostaServer server)
{
    public List<Contact> Contacts { get; } = [];

    public List<Message> Messages { get; } = [];

    /// <summary>Method, path and query, and the body if there was one.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What a search finds; by default everything.</summary>
    public Func<Message, bool> Finds { get; set; } = _ => true;

    /// <summary>The status and the code with which a path is refused, or a method of it ("PATCH contacts").</summary>
    public Dictionary<string, (int Status, string Code)> Refused { get; } = [];

    public static async Task<(PostaServer Server, ScriptedInbox Inbox)> Start()
    {
        var server = await PostaServer.Start();
        var inbox = new ScriptedInbox(server);
        server.Answer = inbox.Serve;
        return (server, inbox);
    }

    /// <summary>What was asked of that path.</summary>
    public IEnumerable<string> AskedOf(string path)
    {
        lock (Asked) return [.. Asked.Where(asked => asked.Split(' ')[1].Split('?')[0] == $"/api/v1/{path}")];
    }

    private async Task Serve(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body).ReadToEndAsync();
        lock (Asked) Asked.Add($"{request.Method} {request.Path}{request.QueryString} {body}".TrimEnd());
        var path = request.Path.Value!["/api/v1/".Length..];
        context.Response.ContentType = "application/json";
        if (Refused.TryGetValue(path, out var refusal) || Refused.TryGetValue($"{request.Method} {path}", out refusal))
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsync(JsonSerializer.Serialize(new ApiError(refusal.Code, "No."), ClientApiJson.Default.ApiError));
            return;
        }

        await context.Response.WriteAsync(Answer($"{request.Method} {path}", request.Query, body));
    }

    private string Answer(string asked, IQueryCollection query, string body) => asked switch
    {
        "GET identity" => JsonSerializer.Serialize(new Identity { Url = server.Identity.Display, Name = "Alice" }, ClientApiJson.Default.Identity),
        "GET contacts" => Json(Contacts),
        "GET messages" => Json(Page(Messages.Where(row => SamePeer(row.Peer, query["peer"].ToString())), query)),
        "GET search" => Json(Page(Messages.Where(Finds), query)),
        "PATCH contacts" => Json(Change(JsonSerializer.Deserialize(body, ClientApiJson.Default.ContactPatch)!)),
        "POST contacts" => Json(Change(new(JsonSerializer.Deserialize(body, ClientApiJson.Default.ContactUrl)!.Url) { Status = ContactStatus.Contact })),
        "DELETE contacts" => Remove(query["url"].ToString()),
        _ => """{"rowId":1,"id":"x","state":"pending"}""",
    };

    private Contact Change(ContactPatch patch)
    {
        var index = Contacts.FindIndex(contact => SamePeer(contact.Url, patch.Url));
        var old = Contacts[index];
        return Contacts[index] = old with { Pinned = patch.Pinned ?? old.Pinned, Muted = patch.Muted ?? old.Muted, Status = patch.Status ?? old.Status };
    }

    private string Remove(string url)
    {
        Contacts.RemoveAll(contact => SamePeer(contact.Url, url));
        return "";
    }

    private static Message[] Page(IEnumerable<Message> rows, IQueryCollection query)
    {
        long? Number(string name) => long.TryParse(query[name], CultureInfo.InvariantCulture, out var number) ? number : null;
        var (before, after, limit) = (Number("before"), Number("after"), (int?)Number("limit") ?? 50);
        var within = rows.Where(row => (before is null || row.RowId < before) && (after is null || row.RowId > after));
        return [.. (after is null ? within.OrderByDescending(row => row.RowId) : within.OrderBy(row => row.RowId)).Take(limit)];
    }

    private static bool SamePeer(string one, string other) => PostaUrl.Parse(Canonical(one)) == PostaUrl.Parse(Canonical(other));

    private static string Canonical(string url) => url.StartsWith("https://", StringComparison.Ordinal) ? url : $"https://{url}";

    private static string Json(IEnumerable<Contact> contacts) => JsonSerializer.Serialize([.. contacts], ClientApiJson.Default.IReadOnlyListContact);

    private static string Json(IEnumerable<Message> rows) => JsonSerializer.Serialize([.. rows], ClientApiJson.Default.IReadOnlyListMessage);

    private static string Json(Contact contact) => JsonSerializer.Serialize(contact, ClientApiJson.Default.Contact);
}
