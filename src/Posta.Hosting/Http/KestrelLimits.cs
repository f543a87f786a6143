using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Posta.Hosting.Http;

/// <summary>How much a stranger may hold or send (security.md §3.2).</summary>
public static class KestrelLimits
{
    /// <summary>For requests without a limit of their own.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Sets the limits of the server and of its form reader.</summary>
    public static WebApplicationBuilder AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(Apply);
        builder.Services.Configure<FormOptions>(Apply);
        return builder;
    }

    private static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        server.Limits.MaxRequestBodySize = MaxBody;
        server.Limits.MaxConcurrentConnections = 20_000;
    }

    private static void Apply(FormOptions form)
    {
        form.MultipartBodyLengthLimit = MaxBody;
        form.ValueCountLimit = 64;
        form.ValueLengthLimit = MaxBody;
    }
}
