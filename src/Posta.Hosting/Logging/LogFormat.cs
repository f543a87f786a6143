namespace Posta.Hosting.Logging;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>One readable line, for a person.</summary>
    Text,

    /// <summary>One JSON object per line, for a collector.</summary>
    Json,
}
