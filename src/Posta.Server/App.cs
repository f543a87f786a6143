using Posta.Hosting.Egress;
using Posta.Hosting.Events;
using Posta.Hosting.Http;
using Posta.Server.Actor;
using Posta.Server.Contacts;
using Posta.Server.Events;
using Posta.Server.Http;
using Posta.Server.Identities;
using Posta.Server.Inbox;
using Posta.Server.Invites;
using Posta.Server.Media;
using Posta.Server.Messages;
using Posta.Server.Outbox;
using Posta.Server.Profile;
using Posta.Server.Search;
using Posta.Server.Setup;
using Posta.Server.Tokens;

namespace Posta.Server;

/// <summary>posta-server put together: the table of contents.</summary>
public static class App
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DeliveryConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    public static WebApplication Build(ServerConfig config, TimeProvider? time = null, Action<ILoggingBuilder>? logging = null)
    {
        // Empty, because the environment of one process must not steer the several servers in it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging?.Invoke(builder.Logging);
        AddKestrel(builder, config);
        AddServices(builder.Services, config, time ?? TimeProvider.System);

        var app = builder.Build();
        Map(app, config);
        return app;
    }

    private static void AddKestrel(WebApplicationBuilder builder, ServerConfig config)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.AddLimits();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in config.Listen)
                address.Open(kestrel, endpoint =>
                {
                    if (config.Certificate is { } certificate)
                        endpoint.UseHttps(https =>
                        {
                            https.ServerCertificate = certificate;
                            https.ServerCertificateChain = config.CertificateChain;
                        });
                });
        });
    }

    private static void AddServices(IServiceCollection services, ServerConfig config, TimeProvider time)
    {
        services.AddRouting();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        services.AddSingleton(_ => new InviteLimit(time));
        services.AddSingleton(_ => new Heartbeat(HeartbeatInterval, time));
        services.AddSingleton(provider => new IdentityRegistry(
            config, IdentityOpener(provider, config, time), provider.GetRequiredService<ILogger<IdentityRegistry>>()));
        services.AddHostedService(provider => provider.GetRequiredService<IdentityRegistry>());
    }

    private static Func<ManifestEntry, Task<Opening>> IdentityOpener(IServiceProvider provider, ServerConfig config, TimeProvider time)
    {
        var egress = new EgressOptions { AllowPrivate = config.AllowPrivateEgress, TrustedRoots = config.TrustedRoots, Resolve = config.Resolve };
        var around = new Surroundings(
            config,
            new ActorDocuments(new ActorFetcher(new GuardedHttp(egress, time), config, time), time),
            new Courier(new GuardedHttp(egress with { ConnectTimeout = DeliveryConnectTimeout }, time), time),
            time,
            provider.GetRequiredService<ILoggerFactory>());
        return entry => Identity.Open(entry, around);
    }

    private static void Map(WebApplication app, ServerConfig config)
    {
        app.UseSecurityHeaders(new SecurityHeaderPolicy());
        app.UseHeadWithoutBody();
        app.UseFailures(app.Logger);
        app.UseTrustedProxies(config.TrustedProxies);
        app.UseHealth();
        app.UseEnvelopeLimit();
        app.UseIdentityDispatch(app.Services.GetRequiredService<IdentityRegistry>());
        app.UseActor();
        app.UseImages();
        app.UseApiAnswers();
        app.UseBearerAuthentication();
        app.UseRouting();
        app.MapSetup();

        var api = app.MapGroup(ApiAnswers.Prefix);
        api.MapProfile();
        api.MapAvatar();
        api.MapUploads();
        api.MapContacts();
        api.MapMessages();
        api.MapSearch();
        api.MapEvents();
        api.MapDescription();
        api.MapInvites(app.Services.GetRequiredService<InviteLimit>());
    }
}
