namespace Posta.Protocol;

/// <summary>A "no" as it goes over HTTP.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable code out of <see cref="ErrorCode"/>.</param>
/// <param name="Message">A sentence for people.</param>
public readonly record struct Refusal(int Status, string Code, string Message);
