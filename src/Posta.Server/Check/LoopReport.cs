namespace Posta.Server.Check;

/// <summary>What a loop counted.</summary>
/// <param name="Sent">Messages that the server took.</param>
/// <param name="Received">Those of them that came back.</param>
/// <param name="Doubled">Messages that came back in more than one row.</param>
/// <param name="NotTaken">Messages that the server never took, however often they were offered.</param>
/// <param name="Reconnects">How often the event stream had to be opened again.</param>
/// <param name="LongestGap">The longest time between two arrivals.</param>
internal sealed record LoopReport(int Sent, int Received, int Doubled, int NotTaken, int Reconnects, TimeSpan LongestGap)
{
    /// <summary>Everything that was taken came back, once. Reconnects are no fault.</summary>
    public bool Held => Sent > 0 && Received == Sent && Doubled == 0 && NotTaken == 0;
}
