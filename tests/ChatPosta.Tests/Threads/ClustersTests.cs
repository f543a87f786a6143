using ChatPosta.Threads;
using FsCheck;
using FsCheck.Fluent;

namespace ChatPosta.Tests.Threads;

public sealed class ClustersTests
{
    [Fact]
    public void Rows_of_one_sender_within_two_minutes_are_one_cluster()
    {
        var places = Places((0, false), (1.9, false), (3.8, false), (5.9, false));

        Assert.Equal([true, false, false, true], places.Select(place => place.StartsCluster));
        Assert.Equal([false, false, true, true], places.Select(place => place.EndsCluster));
    }

    [Fact]
    public void An_answer_in_between_starts_a_new_cluster() =>
        Assert.All(Places((0, false), (0.1, true), (0.2, false)), place => Assert.True(place is { StartsCluster: true, EndsCluster: true }));

    [Fact]
    public void A_new_day_gets_a_heading() =>
        Assert.Equal([true, false, true], Places((0, false), (700, false), (725, false)).Select(place => place.StartsDay));

    [Fact]
    public void A_row_looks_the_same_in_whatever_page_it_is_sent() =>
        Prop.ForAll(Threads, Cuts, (thread, cut) =>
        {
            var (from, length) = (cut.Item1 % thread.Length, cut.Item2);
            var whole = Clusters.Arrange(thread, null, null).ToArray();
            var page = thread.Skip(from).Take(length).ToArray();
            var part = Clusters.Arrange(page, thread.ElementAtOrDefault(from - 1), thread.ElementAtOrDefault(from + page.Length));
            Assert.Equal(whole.Skip(from).Take(length), part);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<MessageModel[]> Threads { get; } =
        Gen.Choose(0, 900).Zip(ArbMap.Default.GeneratorFor<bool>())
            .NonEmptyListOf()
            .Select(rows => rows.Select((row, index) => A.Model(A.Row(index + 1, "x", row.Item1 / 7.0 * index, row.Item2))).ToArray())
            .ToArbitrary();

    private static Arbitrary<(int, int)> Cuts { get; } = Gen.Choose(0, 100).Zip(Gen.Choose(0, 100)).ToArbitrary();

    private static Place[] Places(params (double Minute, bool Mine)[] rows) =>
        [.. Clusters.Arrange([.. rows.Select((row, index) => A.Model(A.Row(index + 1, "x", row.Minute, row.Mine)))], null, null).Select(row => row.Place)];
}
