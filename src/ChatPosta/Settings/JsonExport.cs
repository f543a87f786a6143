using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>The export for programs: identity, contacts and messages as the client API has them, payloads byte for byte.</summary>
internal sealed class JsonExport(Exporter exporter, ExportIndex index, TimeProvider time)
{
    private static readonly JsonWriterOptions Options = new()
    {
        // A payload may nest deeper than the writer allows by itself; it is written as it came.
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task Write(PipeWriter body, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(body, Options);
        json.WriteStartObject();
        json.WriteString("exportedAt", PostaTime.Format(time.GetUtcNow()));
        json.WritePropertyName("identity");
        JsonSerializer.Serialize(json, index.Identity, ClientApiJson.Default.Identity);
        var problem = await Conversations(json, body, ct);
        // Last, so that a file that was cut off in the middle can be told from a whole one.
        json.WriteBoolean("complete", problem.Length == 0);
        if (problem.Length > 0) json.WriteString("problem", problem);
        json.WriteEndObject();
        await Flush(json, body, ct);
    }

    private async Task<string> Conversations(Utf8JsonWriter json, PipeWriter body, CancellationToken ct)
    {
        var problem = "";
        json.WriteStartArray("conversations");
        foreach (var contact in index.Contacts)
        {
            problem = await Conversation(contact, json, body, ct);
            if (problem.Length > 0) break;
        }

        json.WriteEndArray();
        return problem;
    }

    private async Task<string> Conversation(Contact contact, Utf8JsonWriter json, PipeWriter body, CancellationToken ct)
    {
        json.WriteStartObject();
        json.WritePropertyName("contact");
        JsonSerializer.Serialize(json, contact, ClientApiJson.Default.Contact);
        json.WriteStartArray("messages");
        var problem = await exporter.Each(
            contact,
            async (_, page) =>
            {
                foreach (var message in page) JsonSerializer.Serialize(json, message, ClientApiJson.Default.Message);
                await Flush(json, body, ct);
            },
            ct);
        json.WriteEndArray();
        json.WriteEndObject();
        return problem;
    }

    private static async Task Flush(Utf8JsonWriter json, PipeWriter body, CancellationToken ct)
    {
        json.Flush();
        await body.FlushAsync(ct);
    }
}
