using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Tests.Upstream;
using ChatPosta.Web;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posta.Hosting.Configuration;
using Posta.Testing;

namespace ChatPosta.Tests.Web;

/// <summary>The whole of chat-posta on a real socket and real files, under a clock that the test turns.</summary>
internal sealed class ChatApp : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private ChatApp(string folder, ManualTime time, Func<ChatConfig, ChatConfig> change)
    {
        _folder = folder;
        Time = time;
        Config = change(new ChatConfig
        {
            Listen = [new ListenAddress("localhost", 0)],
            Db = Path.Combine(folder, "state.db"),
            BaseUrl = new Uri("http://localhost:0"),
            AllowPrivateEgress = true,
            TrustedRoots = PostaServer.Roots,
            LogLevel = LogLevel.None,
            // All tests come from one address, under a clock that stands still. Those about limits set it to 1.
            LimitScale = 0,
        });
        _app = App.Build(Config, time);
    }

    public ManualTime Time { get; }

    public ChatConfig Config { get; }

    public Site Site => Get<Site>();

    /// <summary>Where it listens, whatever the base URL says.</summary>
    public Uri Address => new(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    public InviteStore Invites => Get<InviteStore>();

    public UserStore Users => Get<UserStore>();

    public SessionStore Sessions => Get<SessionStore>();

    public static Task<ChatApp> Start(Func<ChatConfig, ChatConfig>? change = null) =>
        Start(Directory.CreateTempSubdirectory("chat-posta-").FullName, new ManualTime(), change);

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Browser Browser() => new(this);

    /// <summary>Does to the account database what no part of the program would.</summary>
    public Task Execute(string sql) => Get<AccountDatabase>().Db.Write(db => db.Execute(sql));

    public async Task<IReadOnlyList<T>> Query<T>(string sql) => await Get<AccountDatabase>().Db.Read(db => db.Query<T>(sql).AsList());

    public string[] Files() => Directory.GetFiles(_folder);

    /// <summary>Stops, and starts a new program on the same files.</summary>
    public async Task<ChatApp> Restart(Action<string>? meanwhile = null)
    {
        await Stop();
        meanwhile?.Invoke(_folder);
        return await Start(_folder, Time, null);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ChatApp> Start(string folder, ManualTime time, Func<ChatConfig, ChatConfig>? change)
    {
        var app = new ChatApp(folder, time, change ?? (config => config));
        await app._app.StartAsync();
        return app;
    }

    private async Task Stop()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
