namespace Posta.Protocol.ClientApi;

/// <summary>Who a server's user is. An empty string means unset.</summary>
/// <param name="Url">The identity's URL; display form comes out, either form is accepted.</param>
/// <param name="Name">The name to show.</param>
/// <param name="About">A few words about them.</param>
/// <param name="Avatar">The absolute URL of a picture .</param>
/// <param name="Kind">Usually <c>person</c>, <c>room</c> or <c>agent</c>.</param>
public sealed record Identity(string Url = "", string Name = "", string About = "", string Avatar = "", string Kind = "");
