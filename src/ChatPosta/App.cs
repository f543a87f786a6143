using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChatPosta.Accounts;
using ChatPosta.Composer;
using ChatPosta.Contacts;
using ChatPosta.Details;
using ChatPosta.Health;
using ChatPosta.Keyboard;
using ChatPosta.Keys;
using ChatPosta.Languages;
using ChatPosta.Limits;
using ChatPosta.Live;
using ChatPosta.Media;
using ChatPosta.NewConversation;
using ChatPosta.Passkeys;
using ChatPosta.Queue;
using ChatPosta.Requests;
using ChatPosta.Search;
using ChatPosta.Sessions;
using ChatPosta.Settings;
using ChatPosta.Share;
using ChatPosta.Sidebar;
using ChatPosta.SignIn;
using ChatPosta.SignUp;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Posta.Hosting.Egress;
using Posta.Hosting.Http;
using Posta.Hosting.Logging;

namespace ChatPosta;

/// <summary>chat-posta put together: what it is made of, in which order a request passes, and which features answer.</summary>
internal static class App
{
    public static WebApplication Build(ChatConfig config, TimeProvider? time = null)
    {
        // The empty builder reads no environment variable or file of the framework's own: every setting is ours.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var address in config.Listen) address.Open(kestrel);
        });
        builder.AddLimits();
        Log.Configure(builder.Logging, config.LogLevel, config.LogFormat);
        AddServices(builder.Services, config, time ?? TimeProvider.System);

        var app = builder.Build();
        UsePipeline(app, config);
        MapFeatures(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ChatConfig config, TimeProvider time)
    {
        services.AddSingleton(config);
        services.AddSingleton(time);
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRoutingCore();
        services.AddSingleton<Site>();
        services.AddSingleton<Html>();
        services.AddSingleton(_ => AccountDatabase.Open(config.Db));
        services.AddSingleton(_ => SessionDatabase.Open(config.SessionDb));
        services.AddSingleton(_ => Pepper.ReadOrCreate(config.PepperFile));
        var egress = new EgressOptions { AllowPrivate = config.AllowPrivateEgress, TrustedRoots = config.TrustedRoots, Resolve = config.Resolve };
        services.AddSingleton(_ => new GuardedHttp(egress, time));
        services.AddSingleton<LanguageCookie>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<Pairing>();
        services.AddSingleton<PeerDocuments>();
        services.AddAccounts();
        services.AddPasskeys();
        services.AddSessions();
        services.AddSignUp();
        services.AddSignIn();
        services.AddNewConversation();
        services.AddComposer();
        services.AddQueue();
        services.AddDetails();
        services.AddSettings();
        services.AddLive();
        services.AddMedia();
    }

    private static void UsePipeline(WebApplication app, ChatConfig config)
    {
        var site = app.Services.GetRequiredService<Site>();
        var cookie = app.Services.GetRequiredService<SessionCookie>();

        app.UseTrustedProxies(config.TrustedProxies);
        app.UseMiddleware<LanguageMiddleware>();
        // Not before the first request: the origin may hang on the port that the program is given.
        var policy = new Lazy<SecurityHeaderPolicy>(() => PagePolicy.Of(site));
        app.UseSecurityHeaders(() => policy.Value);
        app.UseKnownHosts(site.IsOurHost, StatusCodes.Status421MisdirectedRequest, PagePolicy.WrongHost);
        app.UseFetchSite(new() { CarriesSession = request => cookie.Read(request) is not null, Origin = _ => site.Origin, Refuse = PagePolicy.OtherSite });
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseEmptyForm();
        app.UseMiddleware<SessionMiddleware>();
        app.UseMiddleware<LimitMiddleware>();
    }

    private static void MapFeatures(WebApplication app)
    {
        app.MapAssets();
        app.MapWebManifest();
        app.MapServiceWorker();
        app.MapHealth();
        app.MapLanguage();
        app.MapSignUp();
        app.MapSignIn();
        app.MapSessions();
        app.MapAssertion();
        app.MapSettings();
        app.MapSessionsPage();
        app.MapActivityPage();
        app.MapServerPage();
        app.MapKeyboard();
        app.MapLanguagePage();
        app.MapSidebar();
        app.MapThreads();
        app.MapComposer();
        app.MapQueue();
        app.MapDetails();
        app.MapNewConversation();
        app.MapSearch();
        app.MapRequests();
        app.MapContacts();
        app.MapShare();
        app.MapLive();
        app.MapMedia();
    }
}
