using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>What the identity says about itself, as its posta-server has it or as somebody typed it.</summary>
/// <param name="Identity">Null while the posta-server cannot be asked.</param>
/// <param name="Problem">Why the words were not saved, or cannot be read.</param>
/// <param name="PictureProblem">Why the picture was not taken.</param>
/// <param name="Done">What has just been done.</param>
public sealed record ProfileModel(PostaUrl Address, Identity? Identity, string Problem = "", string PictureProblem = "", string Done = "");
