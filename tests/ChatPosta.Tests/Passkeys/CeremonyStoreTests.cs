using System.Runtime.CompilerServices;
using ChatPosta.Passkeys;
using Posta.Testing;

namespace ChatPosta.Tests.Passkeys;

public sealed class CeremonyStoreTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ManualTime _time = new();

    [Fact]
    public void What_was_put_in_comes_out_once()
    {
        var store = Store();
        var id = store.Add("state", "here");

        Assert.Equal("state", store.Take(id));
        Assert.Null(store.Take(id));
    }

    [Fact]
    public async Task Of_many_that_take_it_at_once_one_gets_it()
    {
        var store = Store();
        var id = store.Add("state", "here");

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => store.Take(id))));

        Assert.Single(taken, state => state is not null);
    }

    [Fact]
    public void It_lasts_until_its_time()
    {
        var store = Store();
        var id = store.Add("state", "here");

        _time.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal("state", store.Find(id));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.Find(id));
        Assert.Null(store.Take(id));
    }

    [Fact]
    public void What_has_expired_is_forgotten_also_when_nobody_begins_anything()
    {
        var store = Store();
        var kept = Remembered(store);
        Assert.True(IsThere(kept));

        _time.Advance(Lifetime + TimeSpan.FromMinutes(1));

        Assert.False(IsThere(kept));
        Assert.NotNull(store);
    }

    [Fact]
    public void Advancing_gives_no_more_time()
    {
        var store = Store();
        var id = store.Add("first", "here");
        _time.Advance(Lifetime - TimeSpan.FromTicks(1));

        Assert.True(store.Advance(id, "first", "second"));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.Find(id));
    }

    [Fact]
    public void Who_saw_an_older_state_does_not_advance()
    {
        var store = Store();
        var id = store.Add("first", "here");

        Assert.True(store.Advance(id, "first", "second"));
        Assert.False(store.Advance(id, "first", "third"));
        Assert.Equal("second", store.Find(id));
    }

    [Fact]
    public void Beyond_its_capacity_the_oldest_goes()
    {
        var store = new CeremonyStore<string>(_time, Lifetime, capacity: 2);
        var ids = new[] { store.Add("1", "here"), store.Add("2", "here"), store.Add("3", "there") };

        Assert.Equal([null, "2", "3"], ids.Select(store.Find));
    }

    [Fact]
    public void Who_begins_many_pushes_out_their_own_and_nobody_elses()
    {
        var store = new CeremonyStore<string>(_time, Lifetime, capacity: 100, perBeginner: 3);
        var mine = store.Add("mine", "alice's home");

        var theirs = Enumerable.Range(0, 1000).Select(n => store.Add($"{n}", "somebody")).ToArray();

        Assert.Equal("mine", store.Find(mine));
        Assert.Equal(["997", "998", "999"], theirs.Select(store.Find).OfType<string>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unknown")]
    public void An_id_that_was_never_given_finds_nothing(string? id)
    {
        Assert.Null(Store().Find(id));
        Assert.Null(Store().Take(id));
    }

    private CeremonyStore<string> Store() => new(_time, Lifetime);

    // In a frame of its own, which holds the value no longer than it runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Remembered(CeremonyStore<string> store)
    {
        var secret = new string('x', 43);
        store.Add(secret, "here");
        return new(secret);
    }

    private static bool IsThere(WeakReference value)
    {
        GC.Collect();
        return value.IsAlive;
    }
}
