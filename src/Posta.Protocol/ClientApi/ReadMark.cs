namespace Posta.Protocol.ClientApi;

/// <summary>Everything up to a row is read.</summary>
public sealed record ReadMark(string Peer = "", long RowId = 0);
