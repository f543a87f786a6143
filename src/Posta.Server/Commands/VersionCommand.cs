using System.CommandLine;
using System.Reflection;
using Posta.Hosting.Cli;

namespace Posta.Server.Commands;

internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Say which version this is.") { Output.JsonOption() };
        command.SetAction(parse => Output.For(parse).Answer($"posta-server {Version}", new { version = Version }));
        return command;
    }

    private static string Version =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
