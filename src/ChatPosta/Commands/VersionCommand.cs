using System.CommandLine;
using System.Reflection;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Say which version this is.") { Output.JsonOption() };
        command.SetAction(parse =>
        {
            var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            Output.For(parse).Answer($"chat-posta {version}", new { version });
        });
        return command;
    }
}
