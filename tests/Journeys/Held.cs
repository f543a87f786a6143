using Microsoft.Playwright;

namespace Journeys;

/// <summary>A request of a page's script, or its answer, that is held on its way, so that something can happen in between.</summary>
internal sealed class Held
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Held()
    {
    }

    /// <summary>The page has sent it.</summary>
    public Task Begun => _begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <param name="path">As it begins after the host; later requests to it pass once the first has.</param>
    public static async Task<Held> At(IPage page, string path)
    {
        var held = new Held();
        await page.RouteAsync($"**{path}", held.Pass);
        return held;
    }

    /// <summary>As <see cref="At"/>, after the program has answered: what arrives later is as old as that.</summary>
    public static async Task<Held> AnswerAt(IPage page, string path)
    {
        var held = new Held();
        await page.RouteAsync($"**{path}", held.PassAnswer);
        return held;
    }

    public void Release() => _released.TrySetResult();

    private async Task Pass(IRoute route)
    {
        _begun.TrySetResult();
        await _released.Task;
        await route.ContinueAsync();
    }

    private async Task PassAnswer(IRoute route)
    {
        // The browser adds these to what it sends itself.
        var headers = new Dictionary<string, string>(await route.Request.AllHeadersAsync()) { ["Sec-Fetch-Site"] = "same-origin" };
        var answer = await route.FetchAsync(new() { Headers = headers });
        _begun.TrySetResult();
        await _released.Task;
        await route.FulfillAsync(new() { Response = answer });
    }
}
