using System.Buffers;
using System.Text;

namespace ChatPosta.Web;

/// <summary>Collects text as UTF-8 in one piece of rented memory, which goes back when it is disposed.</summary>
/// <remarks>
/// A page is written in thousands of small pieces: over a stream or a pipe, each of them would cost more than its bytes. As a
/// string, a thread's page is large enough to be collected with the oldest objects alone, at their price.
/// </remarks>
internal sealed class Utf8Writer : TextWriter
{
    private const int FirstSize = 32 * 1024;

    // Keeps the first half of a surrogate pair until the other one comes.
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private byte[] _rented = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    public ReadOnlyMemory<byte> Written => _rented.AsMemory(0, _length);

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        // One more for the half that was kept.
        MakeRoom(Encoding.GetMaxByteCount(buffer.Length + 1));
        _length += _encoder.GetBytes(buffer, _rented.AsSpan(_length), flush: false);
    }

    protected override void Dispose(bool disposing)
    {
        if (_rented.Length > 0) ArrayPool<byte>.Shared.Return(_rented);
        (_rented, _length) = ([], 0);
        base.Dispose(disposing);
    }

    private void MakeRoom(int bytes)
    {
        if (_rented.Length - _length >= bytes) return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _rented.Length, _length + bytes));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = larger;
    }
}
