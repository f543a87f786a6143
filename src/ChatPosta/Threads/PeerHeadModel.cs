namespace ChatPosta.Threads;

/// <param name="OutOfBand">Comes along with another fragment and finds its own place.</param>
public sealed record PeerHeadModel(Author Them, bool OutOfBand = false);
