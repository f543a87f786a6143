using ChatPosta.Limits;
using FsCheck;
using FsCheck.Fluent;
using Posta.Testing;

namespace ChatPosta.Tests.Limits;

public sealed class RecentTests
{
    private const int Count = 3;

    private static readonly TimeSpan Per = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly Recent _recent = new(Count, Per);

    [Fact]
    public void No_span_of_time_holds_more_than_the_rate_and_a_wait_is_exact()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), pauses =>
        {
            var (time, recent, went) = (new ManualTime(), new Recent(Count, Per), new List<DateTimeOffset>());
            foreach (var pause in pauses)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause * 20));
                var now = time.GetUtcNow();
                var wait = recent.Wait("key", now);
                Assert.Equal(went.Count(at => now - at < Per) >= Count ? went[^Count] + Per - now : TimeSpan.Zero, wait);
                if (wait > TimeSpan.Zero) continue;

                recent.Add("key", now);
                went.Add(now);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void One_key_says_nothing_about_another()
    {
        for (var n = 0; n < Count; n++) Assert.True(Passes("alice"));

        Assert.False(Passes("alice"));
        Assert.True(Passes("bob"));
    }

    [Fact]
    public void However_many_keys_come_it_holds_a_bounded_number()
    {
        for (var n = 0; n < 5 * Recent.MostKeys; n++) Passes($"2001:db8:{n:x}::/64");

        Assert.InRange(_recent.Keys, 1, Recent.MostKeys);
    }

    [Fact]
    public void A_flood_of_keys_does_not_free_one_that_goes_on()
    {
        for (var n = 0; n < Count; n++) Assert.True(Passes("busy"));

        for (var n = 0; n < 5 * Recent.MostKeys; n++)
        {
            Passes($"{n}");
            if (n % 1000 == 0) Assert.False(Passes("busy"));
        }
    }

    [Fact]
    public void Keys_that_fell_silent_are_forgotten()
    {
        for (var n = 0; n < 1000; n++) Passes($"{n}");
        for (var n = 0; n < 2; n++)
        {
            _time.Advance(Per);
            Passes($"later {n}");
        }

        Assert.InRange(_recent.Keys, 1, 2);
    }

    private bool Passes(string key)
    {
        if (_recent.Wait(key, _time.GetUtcNow()) > TimeSpan.Zero) return false;

        _recent.Add(key, _time.GetUtcNow());
        return true;
    }
}
