using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Posta.Hosting.Events;

/// <summary>Bytes to lines to fields to events. Holds memory only for what is incomplete.</summary>
internal sealed class SseParser(int maxBytes)
{
    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    private ArrayBufferWriter<byte>? _line;
    private ArrayBufferWriter<byte>? _data;
    private string _name = "";
    private string _id = "";
    private bool _started;
    private bool _afterCr;

    /// <summary>Takes lines from the front of the chunk until they make an event; false when the chunk is used up.</summary>
    public bool Next(ref ReadOnlyMemory<byte> chunk, [NotNullWhen(true)] out SseEvent? found)
    {
        found = null;
        while (found is null && chunk.Length > 0) found = Line(ref chunk);
        return found is not null;
    }

    private SseEvent? Line(ref ReadOnlyMemory<byte> chunk)
    {
        // The LF of a CRLF, which may come a chunk later, ends no second line.
        if (_afterCr && chunk.Span[0] == '\n') chunk = chunk[1..];
        _afterCr = false;
        var end = chunk.Span.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            _line = Add(_line, chunk.Span);
            chunk = default;
            return null;
        }
        _afterCr = chunk.Span[end] == '\r';
        var line = Complete(chunk.Span[..end]);
        chunk = chunk[(end + 1)..];
        return Field(line);
    }

    private ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> tail)
    {
        var line = tail;
        if (_line is not null) line = Add(_line, tail).WrittenSpan;
        if (line.Length > maxBytes) throw TooLong();
        _line = null;
        if (!_started && line.StartsWith(Bom)) line = line[Bom.Length..];
        _started = true;
        return line;
    }

    private SseEvent? Field(ReadOnlySpan<byte> line)
    {
        if (line.Length == 0) return Dispatch();
        var colon = line.IndexOf((byte)':');
        if (colon == 0) return SseEvent.KeepAlive;
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (value.StartsWith(" "u8)) value = value[1..];
        Set(field, value);
        return null;
    }

    private void Set(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (field.SequenceEqual("event"u8)) _name = Encoding.UTF8.GetString(value);
        else if (field.SequenceEqual("id"u8) && !value.Contains((byte)0)) _id = Encoding.UTF8.GetString(value);
        else if (field.SequenceEqual("data"u8)) _data = Add(Add(_data, value), "\n"u8);
    }

    private SseEvent? Dispatch()
    {
        var (name, data) = (_name, _data);
        (_name, _data) = ("", null);
        if (data is null) return null;
        return new SseEvent(name.Length == 0 ? "message" : name, Encoding.UTF8.GetString(data.WrittenSpan[..^1]), _id);
    }

    private ArrayBufferWriter<byte> Add(ArrayBufferWriter<byte>? writer, ReadOnlySpan<byte> bytes)
    {
        writer ??= new ArrayBufferWriter<byte>();
        if (writer.WrittenCount + bytes.Length > maxBytes) throw TooLong();
        writer.Write(bytes);
        return writer;
    }

    private InvalidDataException TooLong() => new($"The event stream has a line or an event of more than {maxBytes} bytes.");
}
