using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Live;

/// <summary>One browser page at its event stream, which counts what it is told.</summary>
internal sealed class Tab : Reader
{
    // Each event's data is one JSON object without another one in it, and nothing else on the stream has a brace: neither the
    // headers, nor ids and names, nor the comments, nor the sizes of the chunks.
    private const byte Mark = (byte)'{';

    private readonly Audience _audience;
    private bool _isAnswered;

    public Tab(Audience audience, int port, ReadOnlySpan<byte> request, Action<Socket>? prepare = null)
        : base(AddressOf(audience.User), port, prepare)
    {
        _audience = audience;
        Send(request);
    }

    /// <summary>Events so far.</summary>
    public int Heard { get; set; }

    /// <summary>The status of the answer; 0 until it comes.</summary>
    public int Status { get; private set; }

    public bool HasEnded { get; private set; }

    public bool IsOpen => Status == 200 && !HasEnded;

    public override void Take(ReadOnlySpan<byte> bytes)
    {
        if (!_isAnswered) Status = int.Parse(bytes.Slice("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
        _isAnswered = true;
        for (var news = bytes.Count(Mark); news > 0; news--)
        {
            var number = Heard++;
            if (number < _audience.Published) _audience.Arrived(number);
        }
    }

    public override void OnEnd() => HasEnded = true;

    /// <summary>Everybody from a place of their own, as in life: 127.1.0.1 and so on.</summary>
    private static IPAddress AddressOf(int user) => new([127, 1, (byte)(user / 250), (byte)(user % 250 + 1)]);
}
