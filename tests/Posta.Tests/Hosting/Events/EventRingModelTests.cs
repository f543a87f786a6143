using FsCheck;
using FsCheck.Fluent;
using Posta.Hosting.Events;

namespace Posta.Tests.Hosting.Events;

/// <summary>The ring against the obvious implementation that it replaces: a list of everything, and a queue of copies per reader.</summary>
public sealed class EventRingModelTests
{
    private const int Capacity = 6, MaxFrames = 3, MaxBytes = 130;

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, from name in Gen.Elements("a", "b") from data in Gen.Elements("1", "22", new string('x', 40)) select (Step)new Append(name, data)),
        (3, Gen.Choose(0, 9).Select(reader => (Step)new Read(reader))),
        (2, from seen in Gen.Choose(-1, 12) from only in Gen.Elements("", "a") select (Step)new Join(seen, only)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ring_with_cursors_behaves_like_a_queue_for_each_reader(bool merge) =>
        Prop.ForAll(AnyStep.ListOf().ToArbitrary(), steps => Agrees(merge, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static bool Agrees(bool merge, IEnumerable<Step> steps)
    {
        var ring = new EventRing(new() { Capacity = Capacity, MaxWaitingFrames = MaxFrames, MaxWaitingBytes = MaxBytes, MergeEqual = merge, Boot = "b" });
        var model = new Model(merge);
        var readers = new List<(EventCursor Cursor, Queue Queue)>();
        return steps.All(step => step switch
        {
            Append(var name, var data) => model.Add(ring.Append(name, data)),
            Read(var at) when readers.Count > 0 => SameNext(readers[at % readers.Count]),
            Join(var seen, var only) => SameStart(ring, model, readers, seen, only),
            _ => true,
        } && readers.All(each => each.Cursor.Ending == each.Queue.Ending));
    }

    private static bool SameNext((EventCursor Cursor, Queue Queue) reader)
    {
        var expected = reader.Queue.Take();
        return reader.Cursor.TryRead(out var frame) ? frame == expected : expected is null;
    }

    private static bool SameStart(EventRing ring, Model model, List<(EventCursor, Queue)> readers, int seen, string only)
    {
        var start = ring.Subscribe(seen < 0 ? "" : $"b-{seen}", only.Length == 0 ? null : frame => frame.Name == only);
        readers.Add((start.Cursor, model.Join(only)));
        var expected = model.Since(seen, only);
        return start.Resumption == (seen < 0 ? Resumption.Fresh : expected is null ? Resumption.Unknown : Resumption.Resumed)
            && start.Missed.SequenceEqual(expected ?? []);
    }

    private abstract record Step;

    private sealed record Append(string Name, string Data) : Step;

    private sealed record Read(int Reader) : Step;

    private sealed record Join(int Seen, string Only) : Step;

    private sealed class Model(bool merge)
    {
        private readonly List<EventFrame> _all = [];
        private readonly List<Queue> _queues = [];

        public bool Add(EventFrame frame)
        {
            _all.Add(frame);
            foreach (var queue in _queues) queue.Add(frame, leaving: _all.Count - Capacity);
            return true;
        }

        public Queue Join(string only)
        {
            _queues.Add(new Queue(merge, only));
            return _queues[^1];
        }

        public List<EventFrame>? Since(int seen, string only)
        {
            if (seen < 0 || seen > _all.Count || seen < _all.Count - Capacity) return null;
            var queue = new Queue(merge, only) { Bounded = false };
            foreach (var frame in _all.Skip(seen)) queue.Add(frame, leaving: 0);
            return queue.Frames;
        }
    }

    private sealed class Queue(bool merge, string only)
    {
        public List<EventFrame> Frames { get; } = [];

        public bool Bounded { get; init; } = true;

        public string? Ending { get; private set; }

        public void Add(EventFrame frame, int leaving)
        {
            if (Ending is not null) return;
            if (only.Length == 0 || frame.Name == only)
            {
                if (merge) Frames.RemoveAll(each => each.Name == frame.Name && Data(each) == Data(frame));
                Frames.Add(frame);
            }
            if (Bounded && (Frames.Count > MaxFrames || Frames.Sum(each => each.Bytes.Length) > MaxBytes || Frames.Any(each => each.Number <= leaving)))
                Ending = EventCursor.TooSlow;
        }

        public EventFrame? Take()
        {
            if (Ending is not null || Frames.Count == 0) return null;
            var first = Frames[0];
            Frames.RemoveAt(0);
            return first;
        }

        // The id line differs between equal events.
        private static string Data(EventFrame frame) => System.Text.Encoding.UTF8.GetString(frame.Bytes.Span).Split('\n', 2)[1];
    }
}
