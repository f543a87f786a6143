using System.CommandLine;
using System.Runtime.InteropServices;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Logging;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the daemon.");
        command.SetAction((parse, ct) => Serve(ServerSettings.All.Read(parse), ct));
        return command;
    }

    private static async Task<int> Serve(SettingValues values, CancellationToken ct)
    {
        var config = ServerSettings.Config(values);
        // Read once more at the start; here a mistake is told in plain words and not as a crash of the host.
        Manifest.Read(config.Manifest);
        await using var app = App.Build(
            config, logging: logging => Log.Configure(logging, values.Get(LogSettings.Level), values.Get(LogSettings.Format)));
        if (!File.Exists(config.Manifest))
            app.Logger.LogWarning("There is no manifest {Path}, so nobody is served. `posta-server identity add` makes one", config.Manifest);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _ = Reload(app);
        });
        app.Lifetime.ApplicationStarted.Register(
            () => app.Logger.LogInformation("Listening on {Addresses}", string.Join(", ", app.Urls)));
        await app.RunAsync(ct);
        return ExitCode.Ok;
    }

    private static async Task Reload(WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<IdentityRegistry>().Reload();
        }
        catch (Exception e)
        {
            app.Logger.LogError("The manifest was not taken, everything stays as it was: {Reason}", e.Message);
        }
    }
}
