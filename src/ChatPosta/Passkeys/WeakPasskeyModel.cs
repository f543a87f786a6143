namespace ChatPosta.Passkeys;

/// <summary>A passkey that opens nothing by itself, as its owner is told about it.</summary>
/// <param name="CredentialId">For the script to have the device drop it, when another one is tried.</param>
/// <param name="Device">What the person uses, in the words of <c>ClientPlace</c>: its advice stands first.</param>
public sealed record WeakPasskeyModel(PasskeyWeakness Weakness, string CredentialId, string RpId, string Device);
