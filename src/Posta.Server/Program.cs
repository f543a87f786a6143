using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Commands;

namespace Posta.Server;

internal static class Program
{
    internal static Task<int> Main(string[] args) => Run(args);

    /// <summary>The program, with streams of the caller's choice.</summary>
    internal static Task<int> Run(string[] args, TextWriter? output = null, TextWriter? error = null) =>
        CommandLine.Run(Root(), args, new InvocationConfiguration
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        });

    private static RootCommand Root()
    {
        var root = new RootCommand("posta-server: your own inbox, open to the world.")
        {
            ServeCommand.Create(),
            IdentityCommand.Create(),
            CheckCommand.Create(),
            TokenCommand.Create(),
            InviteCommand.Create(),
            KeyCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DoctorCommand.Create(),
            VersionCommand.Create("posta-server", typeof(Program).Assembly),
        };
        ServerSettings.All.AddTo(root);
        return root;
    }
}
