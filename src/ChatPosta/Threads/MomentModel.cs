using System.Globalization;

namespace ChatPosta.Threads;

/// <summary>A time in the page. The server writes it in UTC; thread.js puts it into the reader's zone and words.</summary>
public sealed record MomentModel(DateTimeOffset At, MomentShape Shape)
{
    public string Machine => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string Human => At.UtcDateTime.ToString(Shape switch
    {
        MomentShape.Clock => "HH:mm",
        MomentShape.Day => "d MMMM yyyy",
        MomentShape.Brief => "d MMM",
        _ => "d MMMM yyyy, HH:mm 'UTC'",
    }, CultureInfo.InvariantCulture);
}

public enum MomentShape
{
    Clock,
    Day,

    /// <summary>The clock for today, the day for older: the sidebar.</summary>
    Brief,
    Full,
}
