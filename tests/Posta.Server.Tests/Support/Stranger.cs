using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Testing;

namespace Posta.Server.Tests.Support;

/// <summary>
/// A peer that a test holds in its hand: a real host with TLS whose document, signatures and answers can be as wrong as
/// the test wants.
/// </summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;

    private Stranger(string name, TimeProvider time, WebApplication app)
    {
        (_app, _time) = (app, time);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Url = PostaUrl.Parse($"https://{name}.localhost:{port}");
        Keys = KeyRing.Generate("k1", time.GetUtcNow() - TimeSpan.FromDays(1));
        Document = () => Results.Bytes(Actor.ToJson(), WireFormat.MediaType);
    }

    public PostaUrl Url { get; }

    public KeyRing Keys { get; set; }

    public ActorDocument Actor => new() { Url = Url, Name = "Carol", Kind = "person", Keys = Keys.Published };

    /// <summary>What a GET answers.</summary>
    public Func<IResult> Document { get; set; }

    /// <summary>What a POST answers.</summary>
    public Func<Envelope, IResult> Answer { get; set; } = _ => Results.NoContent();

    /// <summary>How often the document was asked for.</summary>
    public int Fetches;

    /// <summary>What was posted, in order.</summary>
    public ConcurrentQueue<Envelope> Received { get; } = new();

    public static async Task<Stranger> Start(TimeProvider time, string name = "carol")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(TestServer.Certificate)));
        var app = builder.Build();
        Stranger? stranger = null;
        app.Run(context => stranger!.Handle(context));
        await app.StartAsync();
        return stranger = new Stranger(name, time, app);
    }

    /// <summary>A good envelope to somebody, but for what the test makes of it.</summary>
    public Envelope Write(PostaUrl to, string body = "hi") => new()
    {
        Id = Guid.NewGuid().ToString(),
        Sender = Url.Canonical,
        Recipient = to.Canonical,
        Timestamp = _time.GetUtcNow(),
        KeyId = Keys.Keys[0].Id,
        Payload = RawJson.Parse($$"""{"kind":"posta.text/v1","body":"{{body}}"}"""),
    };

    public Task<ApiAnswer> Post(Envelope envelope, PostaUrl to) => Post(new Letter(Envelope.Write(envelope), Keys.Keys[0]), to);

    public static async Task<ApiAnswer> Post(Letter letter, PostaUrl to)
    {
        using var http = RawHttp.Client(to);
        using var request = letter.Request(to);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.Of(response);
    }

    /// <summary>Waits until so many envelopes have arrived.</summary>
    public Task HasReceived(int count) => Eventually.True(() => Received.Count >= count, what: $"{count} envelopes");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            Interlocked.Increment(ref Fetches);
            await Document().ExecuteAsync(context);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var envelope = Envelope.Read(body.ToArray()).Envelope!;
        Received.Enqueue(envelope);
        await Answer(envelope).ExecuteAsync(context);
    }
}

/// <summary>A posted envelope with its headers, before anything is right or wrong with it.</summary>
internal sealed record Letter(byte[] Body, SigningKey Key)
{
    public string ContentType { get; init; } = WireFormat.MediaType;

    public string? ContentEncoding { get; init; }

    public string? Signature { get; init; } = Convert.ToBase64String(Key.Sign(Body));

    public bool Chunked { get; init; }

    public string? ForwardedFor { get; init; }

    public string Path { get; init; } = "";

    public HttpRequestMessage Request(PostaUrl to)
    {
        HttpContent content = Chunked ? new StreamContent(new UnknownLength(Body)) : new ByteArrayContent(Body);
        content.Headers.Add("Content-Type", ContentType);
        if (ContentEncoding is not null)
            content.Headers.Add("Content-Encoding", ContentEncoding);
        var request = new HttpRequestMessage(HttpMethod.Post, to.Canonical + Path) { Content = content };
        if (Signature is not null)
            request.Headers.Add(WireFormat.SignatureHeader, Signature);
        if (ForwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", ForwardedFor);
        return request;
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
