namespace Posta.Server.Setup;

internal sealed record SetupFile(string ContentType, byte[] Content);
