using System.Globalization;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Limits;

/// <summary>How long somebody has to wait, for a header and in words. Rounded up: the next try will do.</summary>
internal static class Waiting
{
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What the answer says about waiting, if it does.</summary>
    public static TimeSpan? RetryAfter(this HttpResponse response) =>
        long.TryParse(response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>"1 second", "40 seconds", "3 minutes".</summary>
    public static string Words(TimeSpan wait) => wait.TotalSeconds <= 90
        ? T(Whole(wait.TotalSeconds), "1 second", "{0} seconds")
        : T(Whole(wait.TotalMinutes), "1 minute", "{0} minutes");

    private static long Whole(double number) => Math.Max(1, (long)Math.Ceiling(number));
}
