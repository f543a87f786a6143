using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Posta.Hosting.Egress;
using Posta.Tests.Hosting.Http;

namespace Posta.Tests.Hosting.Egress;

/// <summary>Runs alone: the proxy is a setting of the whole process.</summary>
[Collection(nameof(ProxyTests))]
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;
    private readonly TestCertificates _certificates = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        HttpClient.DefaultProxy = _before;
        _certificates.Dispose();
    }

    // Through a proxy the guard would judge the proxy's address, and never see the target's.
    [Fact]
    public async Task A_proxy_from_the_environment_is_not_asked()
    {
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:9");
        await using var host = await TestHost.Start(app => app.MapGet("/", () => "direct"), _certificates.Localhost);
        using var http = new GuardedHttp(new EgressOptions { AllowPrivate = true, TrustedRoots = [_certificates.Root] });
        var answer = await http.Exchange(new(HttpMethod.Get, host.Url), TimeSpan.FromSeconds(10), 100, Ct);
        Assert.Equal("direct", Encoding.UTF8.GetString(answer.Body));
    }
}
