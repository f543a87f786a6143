using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Testing;

namespace Benchmarks;

/// <summary>Peers with keys, and the host where their actor documents stand, over TLS as everywhere.</summary>
internal sealed class Senders : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly WebApplication _app;
    private readonly Dictionary<string, Sender> _byHost = [];

    private Senders(int count, int port)
    {
        for (var i = 0; i < count; i++)
            _byHost[$"sender{i}.localhost"] = new Sender(PostaUrl.Parse($"https://sender{i}.localhost:{port}"));
        var certificate = _authority.Issue(_byHost.Keys);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.UseHttps(certificate)));
        _app = builder.Build();
        _app.Run(context => Results.Bytes(_byHost[context.Request.Host.Host].Document, WireFormat.MediaType).ExecuteAsync(context));
    }

    public IReadOnlyList<Sender> All => [.. _byHost.Values];

    public static async Task<Senders> Start(int count)
    {
        var senders = new Senders(count, Workplace.FreePort());
        await senders._app.StartAsync();
        return senders;
    }

    /// <summary>Whom the server has to trust, as a file for SSL_CERT_FILE.</summary>
    public string WriteRoots(string path)
    {
        File.WriteAllText(path, string.Join('\n', _authority.Roots.Select(root => root.ExportCertificatePem())));
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
    }
}

/// <summary>One of them.</summary>
internal sealed class Sender(PostaUrl url)
{
    private readonly SigningKey _key = SigningKey.Generate("k1", TimeProvider.System.GetUtcNow().AddDays(-1));

    public byte[] Document => new ActorDocument { Url = url, Name = url.Host, Kind = "person", Keys = [_key.Published] }.ToJson();

    public Letter Write(PostaUrl recipient)
    {
        var body = Envelope.Write(new Envelope
        {
            Id = Guid.NewGuid().ToString(),
            Sender = url.Canonical,
            Recipient = recipient.Canonical,
            Timestamp = TimeProvider.System.GetUtcNow(),
            KeyId = _key.Id,
            Payload = RawJson.Parse("""{"kind":"posta.text/v1","body":"Are we still on for Thursday? I would bring the boat, if the weather holds."}"""),
        });
        return new Letter(recipient, body, _key.Sign(body), _key.PublicKey);
    }
}

/// <summary>A signed envelope, ready to go.</summary>
internal sealed record Letter(PostaUrl Recipient, byte[] Body, byte[] Signature, byte[] PublicKey)
{
    public byte[] Request() => HttpLine.Post(
        "/", Recipient.Authority, Body, $"Content-Type: {WireFormat.MediaType}", $"Posta-Signature: {Convert.ToBase64String(Signature)}");
}
