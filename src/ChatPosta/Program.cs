using System.CommandLine;
using ChatPosta.Commands;
using Posta.Hosting.Cli;

namespace ChatPosta;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Use your posta inbox from any browser.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            InviteCommand.Create(),
            UserCommand.Create(),
            VersionCommand.Create(),
        };
        ChatSettings.All.AddTo(root);
        return CommandLine.Run(root, args);
    }
}
