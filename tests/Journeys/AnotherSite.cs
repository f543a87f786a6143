using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Journeys;

/// <summary>A website of somebody else, on any name below localhost, whose one page is what the test wants.</summary>
internal sealed class AnotherSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AnotherSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Page);
        });
    }

    public string Page { get; set; } = "";

    public static async Task<AnotherSite> Open()
    {
        var site = new AnotherSite();
        await site._app.StartAsync();
        return site;
    }

    public string Address(string host) => $"http://{host}:{new Uri(_app.Urls.First()).Port}/";

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
