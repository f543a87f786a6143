using System.CommandLine;
using ChatPosta.Commands;
using Posta.Hosting.Cli;

namespace ChatPosta;

internal static class Program
{
    public static RootCommand Root()
    {
        var root = new RootCommand("Use your posta inbox from any browser.")
        {
            ServeCommand.Create(),
            DemoCommand.Create(),
            InviteCommand.Create(),
            UserCommand.Create(),
            SessionCommand.Create(),
            AuditCommand.Create(),
            DoctorCommand.Create(),
            VersionCommand.Create("chat-posta", typeof(Program).Assembly),
        };
        ChatSettings.All.AddTo(root);
        return root;
    }

    private static Task<int> Main(string[] args) => CommandLine.Run(Root(), args);
}
