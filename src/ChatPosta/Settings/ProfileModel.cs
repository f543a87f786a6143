using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>What the identity says about itself, as its posta-server has it or as somebody typed it.</summary>
/// <param name="Identity">Null while the posta-server cannot be asked.</param>
public sealed record ProfileModel(PostaUrl Address, Identity? Identity) : SettingsModel
{
    /// <summary>Where we serve the picture; "" for none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>Why the words were not saved, or cannot be read.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Why the picture was not taken.</summary>
    public string PictureProblem { get; init; } = "";

    /// <summary>What has just been done.</summary>
    public string Done { get; init; } = "";
}
