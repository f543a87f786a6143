using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Posta.Hosting.Http;

namespace Posta.Tests.Hosting.Http;

public sealed class SecurityHeadersTests
{
    private static readonly SecurityHeaderPolicy Page = new()
    {
        Content = ContentSecurityPolicy.Nothing.With("script-src", "'self'").With("img-src", "'self'", "data:").With("form-action", "'self'"),
    };

    [Fact]
    public async Task Every_answer_carries_the_policy_errors_included()
    {
        await using var host = await TestHost.Start(Pipeline);
        foreach (var path in new[] { "/page", "/nowhere" })
        {
            using var response = await host.Get(path);
            Assert.Equal(
                "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; img-src 'self' data:; form-action 'self'",
                Header(response, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(response, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
            Assert.Contains("camera=()", Header(response, "Permissions-Policy"));
        }
    }

    [Fact]
    public async Task Pages_are_not_kept_and_files_may_be()
    {
        await using var host = await TestHost.Start(Pipeline);
        using var page = await host.Get("/page");
        using var file = await host.Get("/file");
        Assert.Equal("no-store", Header(page, "Cache-Control"));
        Assert.Equal("public, max-age=60", Header(file, "Cache-Control"));
    }

    [Fact]
    public async Task A_handler_can_choose_another_policy_or_one_header()
    {
        await using var host = await TestHost.Start(Pipeline);
        using var file = await host.Get("/file");
        Assert.Equal("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox", Header(file, "Content-Security-Policy"));
        Assert.Equal("cross-origin", Header(file, "Cross-Origin-Resource-Policy"));
    }

    [Theory]
    [InlineData("https", "chat.example", "max-age=31536000")]
    [InlineData("http", "chat.example", "")]
    [InlineData("https", "localhost", "")]
    [InlineData("https", "bob.localhost", "")]
    [InlineData("https", "127.0.0.1", "")]
    public async Task Transport_security_is_for_real_hosts_over_https(string scheme, string name, string expected)
    {
        await using var host = await TestHost.Start(app =>
        {
            app.UseTrustedProxies([IPNetwork.Parse("127.0.0.0/8")]);
            Pipeline(app);
        });
        using var response = await host.Get("/page", ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "192.0.2.9"), ("Host", name));
        Assert.Equal(expected, Header(response, "Strict-Transport-Security"));
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseSecurityHeaders(Page);
        app.MapGet("/page", () => Results.Content("<p>hello", "text/html; charset=utf-8"));
        app.MapGet("/file", (HttpContext context) =>
        {
            context.UseSecurityHeaders(new SecurityHeaderPolicy { Content = ContentSecurityPolicy.Nothing.With("sandbox"), Resource = "same-site" });
            context.Response.Headers.CacheControl = "public, max-age=60";
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return Results.Content("<p>file", "text/html");
        });
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join("|", values) : "";
}
