namespace Journeys.Chance;

/// <summary>
/// Whatever happens to the network, to both programs, to the token and to the tabs, and in whatever order: in the end each tab
/// shows what a fresh load shows, nothing is missing or doubled, and the unread numbers agree (chat.md §6).
/// </summary>
public sealed class ChanceTests(Chromium chromium)
{
    [Fact]
    public void In_the_end_every_tab_shows_what_a_fresh_load_shows() => Run.Each(async steps =>
    {
        await using var desk = await Desk.Set(chromium);
        foreach (var step in steps) await desk.Take(step);

        await new Settlement(desk).Holds();
        Assert.DoesNotContain(desk.Alice.Complaints, complaint => !complaint.StartsWith("console", StringComparison.Ordinal));
    });
}
