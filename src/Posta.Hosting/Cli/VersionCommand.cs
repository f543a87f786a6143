using System.CommandLine;
using System.Reflection;

namespace Posta.Hosting.Cli;

/// <summary><c>version</c>, the same in every program.</summary>
public static class VersionCommand
{
    /// <summary>Says the program's name and the version that its assembly carries.</summary>
    public static Command Create(string program, Assembly assembly)
    {
        var command = new Command("version", "Say which version this is.") { Output.JsonOption() };
        command.SetAction(parse =>
        {
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            Output.For(parse).Answer($"{program} {version}", new { version });
        });
        return command;
    }
}
