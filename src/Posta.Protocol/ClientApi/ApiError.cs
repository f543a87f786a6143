namespace Posta.Protocol.ClientApi;

/// <summary>The body of every answer that is not 2xx.</summary>
/// <param name="Error">A stable code.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record ApiError(string Error = "", string Message = "");
