using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Posta.Server.Contacts;

/// <summary>
/// Writes rows as the JSON of the client API, each column under its name, without an object or a string in between: of a
/// thousand contacts with their last messages, those took three times as long as SQLite and the JSON together
/// (docs/performance.md). The columns of the last message follow those of the contact.
/// </summary>
internal sealed class ContactListJson(SqliteDataReader rows)
{
    private const string FirstOfMessage = "rowId";

    /// <summary>A column after the others, which is not shown: where the newest message lies, also when it is too long to be.</summary>
    internal const string LastRow = "last_row_id";

    private const int SegmentBytes = 64 * 1024;

    // Strangers choose most of these texts. Escaped for a place in HTML, which this is not, they would grow sixfold.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly SqliteRow _row = new(rows);
    private readonly JsonEncodedText[] _names = [.. Enumerable.Range(0, rows.FieldCount).Select(i => JsonEncodedText.Encode(rows.GetName(i)))];
    private readonly int[] _types = new int[rows.FieldCount];
    private readonly int _messageAt = rows.GetOrdinal(FirstOfMessage);
    private readonly int _end = rows.GetOrdinal(LastRow);
    private readonly int _pinned = rows.GetOrdinal("pinned");
    private readonly int _muted = rows.GetOrdinal("muted");
    private readonly int _lastMessageAt = rows.GetOrdinal("lastMessageAt");

    /// <summary>
    /// The whole array, in memory that several may send from at once. Newest conversation first, by the times that it shows;
    /// what is equal stays in the order of the rows.
    /// </summary>
    public static ReadOnlySequence<byte> Write(SqliteDataReader rows)
    {
        var unsorted = NewPipe();
        var places = new ContactListJson(rows).WriteAsTheyCome(unsorted.Writer);
        unsorted.Reader.TryRead(out var written);
        var list = NewPipe();
        list.Writer.Write("["u8);
        foreach (var (index, place) in places.OrderByDescending(place => place.Time, StringComparer.Ordinal).ThenByDescending(place => place.Row).Index())
        {
            if (index > 0) list.Writer.Write(","u8);
            foreach (var part in written.Buffer.Slice(place.Offset, place.Length)) list.Writer.Write(part.Span);
        }

        list.Writer.Write("]"u8);
        list.Writer.Complete();
        unsorted.Reader.Complete();
        // This pipe never gives its memory back: somebody may still be sending it.
        list.Reader.TryRead(out var sorted);
        return sorted.Buffer;
    }

    // SQLite would carry every column through its sorter, which costs as much again as reading them.
    private List<Place> WriteAsTheyCome(PipeWriter writer)
    {
        var places = new List<Place>();
        using var json = new Utf8JsonWriter(writer, Plain);
        for (long offset = 0; rows.Read(); offset += json.BytesCommitted)
        {
            json.Reset();
            WriteContact(json);
            json.Flush();
            places.Add(new(Encoding.ASCII.GetString(_row.Bytes(_lastMessageAt)), _row.Number(_end), offset, json.BytesCommitted));
        }

        writer.Complete();
        return places;
    }

    // Nobody reads while it is written, so nothing may make the writer wait.
    private static Pipe NewPipe() => new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: SegmentBytes));

    private void WriteContact(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteColumns(json, 0, _messageAt);
        if (_row.Type(_messageAt) != SqliteRow.Null)
        {
            json.WriteStartObject("lastMessage"u8);
            WriteColumns(json, _messageAt, _end);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteColumns(Utf8JsonWriter json, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            json.WritePropertyName(_names[i]);
            switch (TypeOf(i))
            {
                case SqliteRow.Integer when i == _pinned || i == _muted:
                    json.WriteBooleanValue(_row.Number(i) != 0);
                    break;
                case SqliteRow.Integer:
                    json.WriteNumberValue(_row.Number(i));
                    break;
                case SqliteRow.Blob:
                    json.WriteRawValue(_row.Bytes(i), skipInputValidation: true);
                    break;
                default:
                    json.WriteStringValue(_row.Bytes(i));
                    break;
            }
        }
    }

    // A column of a STRICT table holds one type, and SQLite takes a lock to tell which.
    private int TypeOf(int column) => _types[column] != 0 ? _types[column] : _types[column] = _row.Type(column);

    /// <summary>A contact that is written, and what it is sorted by.</summary>
    private readonly record struct Place(string Time, long Row, long Offset, long Length);
}
