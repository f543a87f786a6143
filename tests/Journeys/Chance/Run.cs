using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Journeys.Chance;

/// <summary>
/// Lists of steps by chance. Few and short in CI; POSTA_TABS_RUNS and POSTA_TABS_STEPS make them more and longer, and
/// POSTA_TABS_REPLAY ("seed,gamma", as a failure names them) begins with the same steps.
/// </summary>
internal static class Run
{
    private const int FewestSteps = 2;

    private static readonly int Runs = Number("POSTA_TABS_RUNS", 2);
    private static readonly int Length = Number("POSTA_TABS_STEPS", 12);

    /// <summary>Each try takes as long as a run, and may pass by chance.</summary>
    private static readonly int MostShrinks = Number("POSTA_TABS_SHRINKS", 6);

    private static readonly Gen<Step> Any = Gen.Frequency(
        (8, Tab.Select(tab => (Step)new Step.Write(tab))),
        (6, from sender in Somebody from lines in Gen.Choose(1, 4) select (Step)new Step.Receive(sender, lines)),
        (1, Somebody.Select(sender => (Step)new Step.Receive(sender, 55))),
        (4, from peer in Gen.Elements("bob", "carol", "bob", "carol", null) from window in AnyWindow select (Step)new Step.OpenTab(peer, window)),
        (2, Tab.Select(tab => (Step)new Step.CloseTab(tab))),
        (5, from tab in Tab from peer in Somebody select (Step)new Step.Switch(tab, peer)),
        (3, from tab in Tab from peer in Somebody from next in Somebody select (Step)new Step.Hurry(tab, peer, next)),
        (1, from tab in Tab from window in AnyWindow select (Step)new Step.Resize(tab, window)),
        (1, Tab.Select(tab => (Step)new Step.ScrollUp(tab))),
        (1, Tab.Select(tab => (Step)new Step.LoadOlder(tab))),
        (8, from way in Gen.Elements(Way.ToChat, Way.ToServer) from network in Gen.Elements(Network.Well, Network.Well, Network.Slow, Network.Slowest, Network.Held, Network.Cut) select (Step)new Step.Change(way, network)),
        (2, Gen.Constant((Step)new Step.RestartChat())),
        (1, Gen.Constant((Step)new Step.StopServer())),
        (2, Gen.Constant((Step)new Step.StartServer())),
        (1, Gen.Constant((Step)new Step.RevokeToken())),
        (1, Gen.Constant((Step)new Step.LinkAgain())),
        (2, Gen.Constant((Step)new Step.Rest())));

    private static Gen<int> Tab => Gen.Choose(0, 9);

    private static Gen<string> Somebody => Gen.Elements("bob", "carol");

    private static Gen<Window> AnyWindow => Gen.Elements(Window.Desk, Window.Low, Window.Phone);

    public static void Each(Func<IReadOnlyList<Step>, Task> hold)
    {
        var shrinks = 0;
        Gen<Steps> gen = Any.ListOf(Length).Select(steps => new Steps([.. steps]));
        var arbitrary = Arb.From<Steps>(gen, steps => Shorter(steps).TakeWhile(_ => shrinks++ < MostShrinks));
        Prop.ForAll(arbitrary, steps => Holds(hold(steps.All))).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithReplay(Replay()));
    }

    private static bool Holds(Task check)
    {
        check.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Without either half, then without any one.</summary>
    private static IEnumerable<Steps> Shorter(Steps steps)
    {
        var (all, half) = (steps.All, steps.All.Count / 2);
        if (all.Count <= FewestSteps) yield break;

        yield return new([.. all.Take(half)]);
        yield return new([.. all.Skip(half)]);
        for (var at = 0; at < all.Count; at++) yield return new([.. all.Where((_, index) => index != at)]);
    }

    private static FSharpOption<Replay> Replay()
    {
        var parts = (Environment.GetEnvironmentVariable("POSTA_TABS_REPLAY") ?? "").Split(',');
        return parts is [var seed, var gamma]
            ? FSharpOption<Replay>.Some(new Replay(new Rnd(Part(seed), Part(gamma)), FSharpOption<int>.None))
            : FSharpOption<Replay>.None;
    }

    private static ulong Part(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var size) ? size : usual;

    private sealed record Steps(IReadOnlyList<Step> All)
    {
        public override string ToString() => string.Join('\n', All);
    }
}
