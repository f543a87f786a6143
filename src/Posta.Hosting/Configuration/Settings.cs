using System.CommandLine;
using System.CommandLine.Parsing;

namespace Posta.Hosting.Configuration;

/// <summary>
/// A program's settings: flag > environment > file > default, and every value remembers where it came from.
/// </summary>
/// <param name="prefix">Begins every environment variable: <c>CHAT_POSTA</c>.</param>
/// <param name="defaultFile">Read when it exists; another file is named by <c>--config</c> or PREFIX_CONFIG.</param>
/// <param name="all">The declarations.</param>
public sealed class Settings(string prefix, string defaultFile, params IReadOnlyList<Setting> all)
{
    internal const string FlagOrigin = "flag ";
    private const string DefaultOrigin = "default";

    private readonly Setting<string> _file =
        Setting.Text("config", defaultFile, "The configuration file.").WithFlag();

    /// <summary>Gives the command, and all below it, the flags; they may stand before or after a subcommand (C-20).</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var setting in all.Prepend(_file).Where(setting => setting.Flag is not null))
        {
            command.Options.Add(Option(setting));
        }
    }

    /// <summary>Reads every setting, or throws a <see cref="ConfigurationException"/> that names the first mistake.</summary>
    /// <param name="parse">The command line, parsed by a command that was given to <see cref="AddTo"/>.</param>
    /// <param name="environment">The environment's variables; an empty one counts as unset.</param>
    public SettingValues Read(ParseResult parse, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(parse);
        environment ??= Environment.GetEnvironmentVariable;
        GivenText Outside(Setting setting, Func<Setting, GivenText?> file) =>
            FromFlag(parse, setting) ?? FromEnvironment(environment, setting) ?? file(setting) ?? FromDefault(setting);

        var path = Outside(_file, _ => null);
        var file = SettingsFile.Read(path, mustExist: path.Origin != DefaultOrigin, all);
        return new SettingValues([.. all.Select(setting => setting.Read(Outside(setting, file.Find)))]);
    }

    private static GivenText? FromFlag(ParseResult parse, Setting setting)
    {
        if (setting.Flag is not { } flag || parse.GetResult(flag) is not OptionResult { Implicit: false } given) return null;
        var text = given.Tokens.Count == 0 ? "true" : string.Join(',', given.Tokens.Select(token => token.Value));
        return new GivenText(text, FlagOrigin + flag);
    }

    private GivenText? FromEnvironment(Func<string, string?> environment, Setting setting)
    {
        var variable = setting.Variable(prefix);
        return environment(variable) is { Length: > 0 } text ? new GivenText(text, $"environment {variable}") : null;
    }

    private static GivenText FromDefault(Setting setting) => new(setting.Default, DefaultOrigin);

    // Only a bool option leaves the next word alone unless it is true or false.
    private static Option Option(Setting setting) => setting.Type switch
    {
        TomlType.Boolean => Described(new Option<bool>(setting.Flag!), setting),
        TomlType.List => Described(new Option<string[]>(setting.Flag!) { Arity = ArgumentArity.OneOrMore }, setting),
        _ => Described(new Option<string>(setting.Flag!), setting),
    };

    private static Option Described(Option option, Setting setting)
    {
        option.Description = setting.Default == "" ? setting.Summary : $"{setting.Summary} [default: {setting.Default}]";
        option.Recursive = true;
        return option;
    }
}
