using Posta.Protocol.ClientApi;

namespace ChatPosta.Media;

/// <summary>
/// Pictures of people whom the user has not answered are not fetched: what they wrote asks for an answer, and a picture
/// could tell them that it was read.
/// </summary>
internal static class Strangers
{
    public static bool AreShown(Contact? contact) => contact is { Status: ContactStatus.Contact };
}
