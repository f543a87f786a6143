using System.Collections.Concurrent;
using System.Globalization;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Languages;

/// <summary>
/// What the months are called. From the texts and not from the machine: without ICU it knows English months alone, and from
/// one release of ICU to the next it abbreviates them in another way.
/// </summary>
internal static class MonthNames
{
    private static readonly ConcurrentDictionary<Language, DateTimeFormatInfo> Made = new();

    public static DateTimeFormatInfo Current => Made.GetOrAdd(Language.Current, _ => Make());

    private static DateTimeFormatInfo Make()
    {
        var months = Split(T("January February March April May June July August September October November December"));
        var brief = Split(T("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"));
        return new DateTimeFormatInfo
        {
            MonthNames = months,
            MonthGenitiveNames = months,
            AbbreviatedMonthNames = brief,
            AbbreviatedMonthGenitiveNames = brief,
        };
    }

    /// <summary>Calendars have room for a thirteenth month.</summary>
    private static string[] Split(string names) => [.. names.Split(' '), ""];
}
