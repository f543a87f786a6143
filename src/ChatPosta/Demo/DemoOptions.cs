namespace ChatPosta.Demo;

/// <param name="Data">Where everything is kept; null for a temporary folder that goes with the demo.</param>
/// <param name="Port">chat-posta's port; 0 takes a free one.</param>
/// <param name="ServerPort">posta-server's port; 0 takes a free one. Identities that were made before keep theirs.</param>
internal sealed record DemoOptions(string? Data = null, int Port = 8080, int ServerPort = 8443);
