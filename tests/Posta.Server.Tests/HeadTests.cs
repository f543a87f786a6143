using System.Net;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests;

/// <summary>Monitors and link previews ask with HEAD, and most of them over HTTP/2.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.Start("alice");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/healthz", 200)]
    [InlineData("/setup", 200)]
    [InlineData("/avatar-00.png", 404)]
    [InlineData("/api/v1/identity", 401)]
    [InlineData("/api/v1/openapi.json", 401)]
    [InlineData("/api/v1/identity", 405, true)]
    [InlineData("/api/v1/nothing", 404, true)]
    [InlineData("/nothing", 404, true)]
    public async Task Over_HTTP_2_as_over_HTTP_1_there_is_the_status_and_no_body(string path, int status, bool signedIn = false)
    {
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            var alice = await _server.Client("alice");
            using var request = new HttpRequestMessage(HttpMethod.Head, $"https://{alice.Url.Authority}{path}")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            if (!signedIn) request.Headers.Authorization = new("Bearer", "");

            using var answer = await alice.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }
}
