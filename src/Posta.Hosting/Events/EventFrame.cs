using System.Buffers;
using System.Text;

namespace Posta.Hosting.Events;

/// <summary>One server-sent event, encoded once and shared by all its readers.</summary>
public sealed class EventFrame
{
    // The WHATWG stream format ends a line at CR, LF or CRLF; a data line that ends there would start a field of its own.
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private long _supersededBy = long.MaxValue;

    private EventFrame(string id, string name, string topic, byte[] bytes)
    {
        Id = id;
        Name = name;
        Topic = topic;
        Bytes = bytes;
    }

    /// <summary>What a client hands back as <c>Last-Event-ID</c>; empty when the frame carries none.</summary>
    public string Id { get; }

    /// <summary>The event's name.</summary>
    public string Name { get; }

    /// <summary>What the event is about, for filters on this side; it is not sent.</summary>
    public string Topic { get; }

    /// <summary>The frame as it goes onto the wire, blank line included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    internal long Number { get; private init; }

    /// <summary>Equal frames share it; empty in a ring that merges none.</summary>
    internal string MergeKey { get; private init; } = "";

    /// <summary>The number of the next equal frame, which makes this one needless to a reader that sees both.</summary>
    internal long SupersededBy
    {
        get => Volatile.Read(ref _supersededBy);
        set => Volatile.Write(ref _supersededBy, value);
    }

    /// <summary>Encodes an event. Line ends in the data become line feeds at the reader (decisions.md X-5).</summary>
    /// <exception cref="ArgumentException">A name or id with a line end or NUL.</exception>
    public static EventFrame Create(string name, string data, string id = "") => Create(name, Encoding.UTF8.GetBytes(data), id);

    /// <inheritdoc cref="Create(string, string, string)"/>
    public static EventFrame Create(string name, ReadOnlySpan<byte> data, string id = "") => new(id, name, "", Encode(name, data, id));

    internal static EventFrame Numbered(long number, string id, string name, ReadOnlySpan<byte> data, string topic, string mergeKey) =>
        new(id, name, topic, Encode(name, data, id)) { Number = number, MergeKey = mergeKey };

    private static byte[] Encode(string name, ReadOnlySpan<byte> data, string id)
    {
        var bytes = new ArrayBufferWriter<byte>(data.Length + name.Length + id.Length + 32);
        if (id.Length > 0) Field(bytes, "id: "u8, Encoding.UTF8.GetBytes(OneLine(id)));
        Field(bytes, "event: "u8, Encoding.UTF8.GetBytes(OneLine(name)));
        DataLines(bytes, data);
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void DataLines(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> data)
    {
        while (data.IndexOfAny(LineEnds) is var end and >= 0)
        {
            Field(bytes, "data: "u8, data[..end]);
            data = data[end..].StartsWith("\r\n"u8) ? data[(end + 2)..] : data[(end + 1)..];
        }
        Field(bytes, "data: "u8, data);
    }

    private static void Field(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        bytes.Write(field);
        bytes.Write(value);
        bytes.Write("\n"u8);
    }

    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n', '\0') ? throw new ArgumentException("A name or id of an event is one line.", nameof(text)) : text;
}
