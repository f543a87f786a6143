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
        var id = store.Add("state");

        Assert.Equal("state", store.Take(id));
        Assert.Null(store.Take(id));
    }

    [Fact]
    public async Task Of_many_that_take_it_at_once_one_gets_it()
    {
        var store = Store();
        var id = store.Add("state");

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => store.Take(id))));

        Assert.Single(taken, state => state is not null);
    }

    [Fact]
    public void It_lasts_until_its_time()
    {
        var store = Store();
        var id = store.Add("state");

        _time.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal("state", store.Find(id));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.Find(id));
        Assert.Null(store.Take(id));
    }

    [Fact]
    public void Advancing_gives_no_more_time()
    {
        var store = Store();
        var id = store.Add("first");
        _time.Advance(Lifetime - TimeSpan.FromTicks(1));

        Assert.True(store.Advance(id, "first", "second"));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.Find(id));
    }

    [Fact]
    public void Who_saw_an_older_state_does_not_advance()
    {
        var store = Store();
        var id = store.Add("first");

        Assert.True(store.Advance(id, "first", "second"));
        Assert.False(store.Advance(id, "first", "third"));
        Assert.Equal("second", store.Find(id));
    }

    [Fact]
    public void Beyond_its_capacity_the_oldest_goes()
    {
        var store = new CeremonyStore<string>(_time, Lifetime, capacity: 2);
        var ids = new[] { store.Add("1"), store.Add("2"), store.Add("3") };

        Assert.Equal([null, "2", "3"], ids.Select(store.Find));
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
}
