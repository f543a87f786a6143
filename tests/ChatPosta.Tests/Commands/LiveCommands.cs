using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Commands;

/// <summary>The real commands beside the real, running program.</summary>
internal static class LiveCommands
{
    public static Task<Cli> Cli(this ChatApp app, params string[] args) =>
        Commands.Cli.Run([.. args, "--db", app.Config.Db, "--base-url", "https://chat.example"]);
}
