using System.Globalization;
using ChatPosta.Languages;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Threads;

/// <summary>A time in the page. The server writes it in UTC; times.js puts it into the reader's zone and words.</summary>
public sealed record MomentModel(DateTimeOffset At, MomentShape Shape)
{
    public string Machine => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string Human => At.UtcDateTime.ToString(Shape switch
    {
        MomentShape.Clock => "HH:mm",
        MomentShape.Day => T("d MMMM yyyy"),
        MomentShape.Brief => T("d MMM"),
        _ => T("d MMMM yyyy, HH:mm 'UTC'"),
    }, MonthNames.Current);
}

public enum MomentShape
{
    Clock,
    Day,

    /// <summary>The clock for today, the day for older: the sidebar.</summary>
    Brief,
    Full,
}
