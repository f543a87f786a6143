using ChatPosta.Live;

namespace ChatPosta.Tests.Live;

public sealed class BackoffTests
{
    [Fact]
    public void The_ceiling_doubles_from_one_second_to_thirty()
    {
        var backoff = new Backoff(() => 1);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => backoff.Next().TotalSeconds));
    }

    [Fact]
    public void The_jitter_is_full()
    {
        Assert.Equal(TimeSpan.Zero, new Backoff(() => 0).Next());
        Assert.Equal(TimeSpan.FromSeconds(0.5), new Backoff(() => 0.5).Next());
    }

    [Fact]
    public void Success_starts_it_anew()
    {
        var backoff = new Backoff(() => 1);
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(Backoff.First, backoff.Next());
    }
}
