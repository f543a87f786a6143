namespace ChatPosta.Settings;

/// <summary>The browsers in which the user is signed in, the one that asks first.</summary>
/// <param name="Fresh">For so many seconds still, no passkey is asked for.</param>
public sealed record SessionsModel(IReadOnlyList<SessionModel> Sessions, int Fresh) : SettingsModel
{
    public bool HasOthers => Sessions.Any(session => !session.IsThis);
}

/// <param name="Passkey">Its name; empty when it has been removed since.</param>
/// <param name="Streams">How many of its pages are connected at this moment.</param>
/// <param name="IsThis">The one that the page is read in.</param>
public sealed record SessionModel(
    string Id, string Device, string Network, DateTimeOffset Since, DateTimeOffset LastUse, string Passkey, int Streams, bool IsThis);
