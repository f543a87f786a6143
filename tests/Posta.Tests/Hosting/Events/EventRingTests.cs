using Posta.Hosting.Events;
using Posta.Testing;

namespace Posta.Tests.Hosting.Events;

public sealed class EventRingTests
{
    private static readonly EventRingOptions Small = new() { Capacity = 8, MaxWaitingFrames = 4, Boot = "boot" };

    [Fact]
    public void A_first_visit_starts_now()
    {
        var ring = new EventRing(Small);
        ring.Append("old", "1");
        var (cursor, resumption, missed, newest) = ring.Subscribe("");
        ring.Append("new", "2");
        Assert.Equal((Resumption.Fresh, "boot-1"), (resumption, newest));
        Assert.Empty(missed);
        Assert.Equal(["new"], Names(cursor));
    }

    [Fact]
    public void A_returning_client_is_told_what_it_missed()
    {
        var ring = new EventRing(Small);
        for (var i = 1; i <= 5; i++) ring.Append($"e{i}", "");
        var (_, resumption, missed, newest) = ring.Subscribe("boot-3");
        Assert.Equal((Resumption.Resumed, "boot-5"), (resumption, newest));
        Assert.Equal(["e4", "e5"], missed.Select(frame => frame.Name));
    }

    [Theory]
    [InlineData("boot-1", Resumption.Unknown)]
    [InlineData("boot-2", Resumption.Resumed)]
    [InlineData("boot-10", Resumption.Resumed)]
    [InlineData("boot-11", Resumption.Unknown)]
    [InlineData("other-9", Resumption.Unknown)]
    [InlineData("boot-", Resumption.Unknown)]
    [InlineData("boot--1", Resumption.Unknown)]
    [InlineData("boot-+9", Resumption.Unknown)]
    [InlineData("boot-99999999999999999999999", Resumption.Unknown)]
    [InlineData("nonsense\n", Resumption.Unknown)]
    public void An_id_is_good_while_everything_after_it_is_remembered(string id, Resumption expected)
    {
        var ring = new EventRing(Small);
        for (var i = 1; i <= 10; i++) ring.Append("e", "");
        var subscription = ring.Subscribe(id);
        Assert.Equal(expected, subscription.Resumption);
        if (id == "boot-2") Assert.Equal(8, subscription.Missed.Count);
    }

    [Fact]
    public void What_is_remembered_is_limited_in_bytes_too()
    {
        var ring = new EventRing(new() { Boot = "boot", MaxBytes = 1000 });
        for (var i = 1; i <= 10; i++) ring.Append("e", new string('x', 300));
        Assert.Equal(Resumption.Unknown, ring.Subscribe("boot-6").Resumption);
        var (_, resumption, missed, _) = ring.Subscribe("boot-7");
        Assert.Equal((Resumption.Resumed, 3), (resumption, missed.Count));
    }

    [Fact]
    public void The_newest_event_is_remembered_whatever_its_size()
    {
        var ring = new EventRing(new() { Boot = "boot", MaxBytes = 1000, MaxWaitingBytes = 10_000 });
        var cursor = ring.Subscribe("").Cursor;
        ring.Append("e", new string('x', 2000));
        Assert.Single(Names(cursor));
        Assert.Single(ring.Subscribe("boot-0").Missed);
    }

    [Fact]
    public void An_id_of_an_empty_ring_is_good_too()
    {
        var ring = new EventRing(Small);
        var held = ring.Subscribe(null).NewestId;
        ring.Append("e1", "");
        Assert.Equal(["e1"], ring.Subscribe(held).Missed.Select(frame => frame.Name));
    }

    [Fact]
    public void Two_lives_of_a_ring_have_different_ids() =>
        Assert.Equal(Resumption.Unknown, new EventRing().Subscribe(new EventRing().Subscribe("").NewestId).Resumption);

    [Fact]
    public async Task A_waiting_reader_wakes_for_what_concerns_it()
    {
        var ring = new EventRing(Small);
        var cursor = ring.Subscribe("", frame => frame.Topic == "bob").Cursor;
        var waiting = cursor.Wait().AsTask();
        ring.Append("e1", "", topic: "carol");
        Assert.False(waiting.IsCompleted);
        ring.Append("e2", "", topic: "bob");
        Assert.True(await waiting);
        Assert.Equal(["e2"], Names(cursor));
    }

    [Fact]
    public async Task A_nudge_wakes_a_reader_with_nothing_to_read()
    {
        var cursor = new EventRing(Small).Subscribe("").Cursor;
        var waiting = cursor.Wait().AsTask();
        cursor.Nudge();
        Assert.True(await waiting);
        Assert.Empty(Names(cursor));
    }

    [Fact]
    public async Task A_reader_too_far_behind_is_cut_and_the_others_are_not()
    {
        var ring = new EventRing(Small);
        var (slow, fast) = (ring.Subscribe("").Cursor, ring.Subscribe("").Cursor);
        var cut = new TaskCompletionSource();
        slow.OnCut = cut.SetResult;
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(slow.Ending);
            ring.Append("e", "");
            Names(fast);
        }
        Assert.Equal((EventCursor.TooSlow, null), (slow.Ending, fast.Ending));
        Assert.False(await slow.Wait());
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_reader_that_has_left_is_not_called_after_its_cut()
    {
        var late = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var ring = new EventRing(Small with { MaxWaitingFrames = 0 });
            var cursor = ring.Subscribe("").Cursor;
            var left = false;
            cursor.OnCut = () => { if (left) Interlocked.Increment(ref late); };
            ring.Append("e", "");
            cursor.Dispose();
            left = true;
        }
        await Eventually.True(() => ThreadPool.PendingWorkItemCount == 0);
        Assert.Equal(0, Volatile.Read(ref late));
    }

    [Fact]
    public void Waiting_bytes_are_limited_too()
    {
        var ring = new EventRing(Small with { MaxWaitingBytes = 1000 });
        var cursor = ring.Subscribe("").Cursor;
        ring.Append("e", new string('x', 500));
        Assert.Null(cursor.Ending);
        ring.Append("e", new string('x', 500));
        Assert.Equal(EventCursor.TooSlow, cursor.Ending);
    }

    [Fact]
    public void A_reader_whose_event_leaves_the_ring_is_cut()
    {
        var ring = new EventRing(Small);
        var cursor = ring.Subscribe("", frame => frame.Name == "mine").Cursor;
        ring.Append("mine", "");
        for (var i = 0; i < 7; i++) ring.Append("other", "");
        Assert.Null(cursor.Ending);
        ring.Append("other", "");
        Assert.Equal(EventCursor.TooSlow, cursor.Ending);
    }

    [Fact]
    public void Equal_triggers_still_waiting_become_one()
    {
        var ring = new EventRing(Small with { MergeEqual = true });
        var cursor = ring.Subscribe("").Cursor;
        for (var i = 0; i < 50; i++) ring.Append("thread-updated", "bob");
        ring.Append("thread-updated", "carol");
        Assert.Null(cursor.Ending);
        Assert.Equal(["boot-50", "boot-51"], Frames(cursor).Select(frame => frame.Id));
        ring.Append("thread-updated", "bob");
        Assert.Equal(["boot-52"], Frames(cursor).Select(frame => frame.Id));
    }

    [Fact]
    public void The_first_reason_for_an_end_stays_and_nothing_is_read_after_it()
    {
        var ring = new EventRing(Small);
        var cursor = ring.Subscribe("").Cursor;
        ring.Append("e", "");
        cursor.End("revoked", EventFrame.Create("bye", ""));
        cursor.End("gone");
        Assert.Equal(("revoked", "bye"), (cursor.Ending, cursor.Farewell?.Name));
        Assert.Empty(Names(cursor));
    }

    [Fact]
    public void A_disposed_reader_has_left()
    {
        var ring = new EventRing(Small);
        var cursor = ring.Subscribe("").Cursor;
        Assert.Equal(1, ring.Readers);
        cursor.Dispose();
        Assert.Equal(0, ring.Readers);
    }

    [Fact]
    public async Task Readers_on_many_threads_each_get_every_event_in_order()
    {
        const int events = 20_000;
        var ring = new EventRing(new() { Capacity = events, MaxWaitingFrames = events, MaxWaitingBytes = int.MaxValue });
        var readers = Enumerable.Range(0, 8).Select(_ => ring.Subscribe("").Cursor).Select(cursor => Task.Run(() => Follow(cursor))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => { for (var i = 0; i < events / 2; i++) ring.Append("e", ""); })));
        foreach (var numbers in await Task.WhenAll(readers)) Assert.Equal(Enumerable.Range(1, events).Select(i => (long)i), numbers);

        async Task<List<long>> Follow(EventCursor cursor)
        {
            var numbers = new List<long>();
            while (numbers.Count < events && await cursor.Wait())
                while (cursor.TryRead(out var frame)) numbers.Add(frame.Number);
            return numbers;
        }
    }

    [Fact]
    public void Remembers_as_much_as_it_may_however_it_has_grown()
    {
        var ring = new EventRing(new() { Capacity = 100, Boot = "boot" });
        for (var last = 1; last <= 250; last++)
        {
            ring.Append("e", "");
            var oldest = Math.Max(0, last - 100);
            Assert.Equal(Enumerable.Range(oldest + 1, last - oldest).Select(number => $"boot-{number}"), ring.Subscribe($"boot-{oldest}").Missed.Select(frame => frame.Id));
            if (oldest > 0) Assert.Equal(Resumption.Unknown, ring.Subscribe($"boot-{oldest - 1}").Resumption);
        }
    }

    private static List<EventFrame> Frames(EventCursor cursor)
    {
        var frames = new List<EventFrame>();
        while (cursor.TryRead(out var frame)) frames.Add(frame);
        return frames;
    }

    private static IEnumerable<string> Names(EventCursor cursor) => Frames(cursor).Select(frame => frame.Name);
}
