using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Posta.Testing;

/// <summary>Waits for a condition, never for a time: returns as soon as it holds, fails when the bound has passed.</summary>
public static class Eventually
{
    /// <summary>Generous: only a failing test takes so long, and a busy machine much of it.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static Task True(Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => Task.FromResult(condition()), within, what);

    public static async Task True(Func<Task<bool>> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var bound = within ?? Bound;
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > bound) throw new TimeoutException($"Not true within {bound}: {what}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
