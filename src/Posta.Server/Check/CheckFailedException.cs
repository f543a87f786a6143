namespace Posta.Server.Check;

/// <summary>The server did not do what the specification promises; the message says what came instead.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
