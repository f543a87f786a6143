using Microsoft.Extensions.Logging;
using Posta.Hosting.Configuration;

namespace Posta.Hosting.Logging;

/// <summary>The <c>[log]</c> table, the same in both programs.</summary>
public static class LogSettings
{
    /// <summary>The least severe level that is written.</summary>
    public static readonly Setting<LogLevel> Level =
        Setting.Choice<LogLevel>("log.level", "information", "The least severe level that is logged.");

    /// <summary>Text or JSON.</summary>
    public static readonly Setting<LogFormat> Format =
        Setting.Choice<LogFormat>("log.format", "text", "How log lines are written.");

    /// <summary>Both, for the program's list of settings.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Level, Format];
}
