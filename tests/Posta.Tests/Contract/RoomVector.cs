namespace Posta.Tests.Contract;

/// <summary>
/// A payload from the room, and what a reader makes of it: verified, or the code of the check that fails (null for
/// actions that are not a broadcast, where nothing is to verify).
/// </summary>
internal sealed record RoomVector(string Name, string Rule, string Payload, string Action, string? Code);
