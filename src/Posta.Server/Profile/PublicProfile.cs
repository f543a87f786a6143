namespace Posta.Server.Profile;

internal sealed record PublicProfile
{
    public string Name { get; init; } = "";

    public string About { get; init; } = "";

    public string Avatar { get; init; } = "";

    public string Kind { get; init; } = "";
}
