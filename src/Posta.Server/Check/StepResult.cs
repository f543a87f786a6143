namespace Posta.Server.Check;

/// <summary>What one step of a check showed.</summary>
internal sealed record StepResult(string Name, bool Ok, string Detail, TimeSpan Took);
