using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Posta.Server.Contacts;

/// <summary>
/// Writes rows as the JSON of the client API, each column under its name, without an object or a string in between: of a
/// thousand contacts with their last messages, those took three times as long as SQLite and the JSON together
/// (docs/performance.md). The columns of the last message follow those of the contact.
/// </summary>
internal sealed class ContactListJson(SqliteDataReader rows)
{
    private const string FirstOfMessage = "rowId";
    private const int SegmentBytes = 64 * 1024;

    // Strangers choose most of these texts. Escaped for a place in HTML, which this is not, they would grow sixfold.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly JsonEncodedText[] _names = [.. Enumerable.Range(0, rows.FieldCount).Select(i => JsonEncodedText.Encode(rows.GetName(i)))];
    private readonly int _messageAt = rows.GetOrdinal(FirstOfMessage);
    private readonly int _pinned = rows.GetOrdinal("pinned");
    private readonly int _muted = rows.GetOrdinal("muted");

    /// <summary>The whole array, in pooled memory that its reader gives back.</summary>
    public static PipeReader Write(SqliteDataReader rows)
    {
        // Nobody reads yet, so nothing may make the writer wait.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: SegmentBytes));
        using (var json = new Utf8JsonWriter(pipe.Writer, Plain))
        {
            var list = new ContactListJson(rows);
            json.WriteStartArray();
            while (rows.Read())
                list.WriteContact(json);
            json.WriteEndArray();
        }

        pipe.Writer.Complete();
        return pipe.Reader;
    }

    private void WriteContact(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteColumns(json, 0, _messageAt);
        if (!rows.IsDBNull(_messageAt))
        {
            json.WriteStartObject("lastMessage"u8);
            WriteColumns(json, _messageAt, _names.Length);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteColumns(Utf8JsonWriter json, int from, int to)
    {
        var row = rows.Handle!;
        for (var i = from; i < to; i++)
        {
            json.WritePropertyName(_names[i]);
            switch (raw.sqlite3_column_type(row, i))
            {
                case raw.SQLITE_INTEGER when i == _pinned || i == _muted:
                    json.WriteBooleanValue(raw.sqlite3_column_int64(row, i) != 0);
                    break;
                case raw.SQLITE_INTEGER:
                    json.WriteNumberValue(raw.sqlite3_column_int64(row, i));
                    break;
                case raw.SQLITE_BLOB:
                    json.WriteRawValue(raw.sqlite3_column_blob(row, i), skipInputValidation: true);
                    break;
                default:
                    json.WriteStringValue(raw.sqlite3_column_blob(row, i));
                    break;
            }
        }
    }
}
