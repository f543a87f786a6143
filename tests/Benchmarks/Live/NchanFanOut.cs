using System.Globalization;
using System.Net;
using System.Text;

namespace Benchmarks.Live;

/// <summary>nginx with nchan: a channel for each user, and events posted to it over kept connections.</summary>
internal sealed class NchanFanOut : IFanOut
{
    private const int Lines = 32;

    private static readonly string Filling = new('a', 1_500);

    private readonly Workplace _place;
    private readonly NginxProcess _nginx;
    private readonly Line[] _lines;

    private NchanFanOut(Workplace place, NginxProcess nginx, ReadingThread reading)
    {
        _place = place;
        _nginx = nginx;
        _lines = [.. Enumerable.Range(0, Lines).Select(_ => new Line(nginx.Port))];
        foreach (var line in _lines) reading.Add(line);
    }

    public string Name => "nchan";

    public int Port => _nginx.Port;

    public Footprint Footprint => _nginx.Footprint;

    public static async Task<NchanFanOut> Start(ReadingThread reading)
    {
        var place = new Workplace();
        var nginx = await NginxProcess.Start(place, Channels);
        return new(place, nginx, reading);
    }

    public byte[] Request(int user) => HttpLine.Get($"/sub/u{user}", $"localhost:{Port}", "Accept: text/event-stream");

    public Task Follow(IEnumerable<int> users) => Task.CompletedTask;

    public void Publish(int user, int number) => Post(user, "{}");

    public void Flood(int user, int number) => Post(user, string.Create(CultureInfo.InvariantCulture, $"{{{number}{Filling}}}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines) line.Dispose();
        await _nginx.DisposeAsync();
        _place.Dispose();
    }

    // The same name and about the same number of bytes as our trigger.
    private void Post(int user, string data) => _lines[user % Lines].Post(HttpLine.Post(
        $"/pub/u{user}", "localhost", Encoding.ASCII.GetBytes(data), "X-EventSource-Event: contact-changed", "Content-Type: application/json"));

    private static string Channels(int port) =>
        $$"""
          nchan_shared_memory_size 512m;
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            keepalive_requests 1000000000;
            location ~ ^/pub/(.+)$ {
              nchan_publisher http;
              nchan_channel_id $1;
              nchan_message_buffer_length 16;
              nchan_message_timeout 60s;
            }
            location ~ ^/sub/(.+)$ {
              nchan_subscriber eventsource;
              nchan_channel_id $1;
              nchan_subscriber_first_message newest;
            }
          }
        """;

    /// <summary>Answers are read and forgotten.</summary>
    private sealed class Line(int port) : Reader(IPAddress.Loopback, port)
    {
        private readonly Lock _gate = new();

        public void Post(byte[] request)
        {
            lock (_gate) Send(request);
        }

        public override void Take(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
