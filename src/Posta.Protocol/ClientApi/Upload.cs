namespace Posta.Protocol.ClientApi;

/// <summary>What <c>POST /uploads</c> answers: the image as it is stored, without its metadata .</summary>
/// <param name="Url">Where anybody reads it: an absolute https URL .</param>
/// <param name="MediaType">What its bytes are, not what was declared.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record Upload(string Url = "", string MediaType = "", long Size = 0, int Width = 0, int Height = 0);
