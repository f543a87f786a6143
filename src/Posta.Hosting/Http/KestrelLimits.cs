using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Posta.Hosting.Http;

/// <summary>How much a stranger may hold or send (security.md §3.2).</summary>
public static class KestrelLimits
{
    /// <summary>For requests without a limit of their own.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>
    /// Connections that wait to be accepted. Beyond it the kernel drops them, and whoever came tries again 1, 3, 7 and 15 s
    /// later: with the framework's 512, that is what many tabs do that come back at once.
    /// </summary>
    private const int MaxWaiting = 4_096;

    /// <summary>Sets the limits of the server and of its form reader.</summary>
    public static WebApplicationBuilder AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(Apply);
        builder.Services.Configure<FormOptions>(Apply);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.Backlog = MaxWaiting);
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
