using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Posta.Protocol;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Invites;

/// <summary>Somebody without a token. Each request comes from another address, unless one is given.</summary>
internal sealed class Guest(PostaUrl url) : IDisposable
{
    /// <summary>A server that believes the forwarded addresses of these guests.</summary>
    public static readonly ServerConfig BehindProxy = new() { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] };

    private readonly HttpClient _http = RawHttp.Client(url);
    private int _requests;

    public Task<ApiAnswer> Info(string code, string? from = null) => Post("/info", Body(code), from);

    public Task<ApiAnswer> Redeem(string code, string deviceName = "", string? from = null) => Post("/redeem", Body(code, deviceName), from);

    public Task<ApiAnswer> Post(string path, string json, string? from = null) => Send(HttpMethod.Post, "/api/v1/invite" + path, json, from);

    public async Task<ApiAnswer> Send(HttpMethod method, string path, string? json = null, string? from = null)
    {
        using var request = new HttpRequestMessage(method, $"https://{url.Authority}{path}");
        request.Headers.Add("X-Forwarded-For", from ?? NextAddress());
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.Of(response);
    }

    public void Dispose() => _http.Dispose();

    private static string Body(string code, string deviceName = "") => JsonSerializer.Serialize(new { invite = code, deviceName });

    private string NextAddress()
    {
        var number = Interlocked.Increment(ref _requests);
        return string.Create(CultureInfo.InvariantCulture, $"203.0.{number / 250}.{1 + (number % 250)}");
    }
}
