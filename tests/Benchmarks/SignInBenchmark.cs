using System.Diagnostics;
using System.Net;
using Journeys;

namespace Benchmarks;

/// <summary>What a person waits for us after the finger is lifted: from the passkey's answer to the cookie.</summary>
internal static class SignInBenchmark
{
    private const int WarmUp = 400;
    private const int Times = 400;

    public static async Task Run(Report report)
    {
        await using var demo = await DemoProcess.Start();
        using var member = await ChatMember.SignUp(demo, demo.Alice);
        for (var i = 0; i < WarmUp; i++) await SignIn(member, i);

        var (worked, samples) = (demo.ProcessorTime, new Samples());
        for (var i = 0; i < Times; i++) samples.Add(await SignIn(member, WarmUp + i));

        report.Add("sign-in, from the passkey's answer to the cookie, p50", samples.P50, "ms");
        report.Below("  p99", samples.P99, "ms", 10);
        report.Add("  processor time, with the question before it", (demo.ProcessorTime - worked).TotalMilliseconds / Times, "ms");
    }

    private static async Task<TimeSpan> SignIn(ChatMember member, int number)
    {
        member.MoveTo(new IPAddress([127, 1, (byte)(number / 250), (byte)(number % 250 + 1)]));
        var answer = await member.AnswerChallenge();
        var start = Stopwatch.GetTimestamp();
        await member.FinishSignIn(answer);
        return Stopwatch.GetElapsedTime(start);
    }
}
