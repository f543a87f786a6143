using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Profile;

internal sealed record PublicProfile
{
    public string Name { get; init; } = "";

    public string About { get; init; } = "";

    public string Avatar { get; init; } = "";

    public string Kind { get; init; } = "";

    public Identity Of(PostaUrl self) => new(self.Display, Name, About, Avatar, Kind);
}
