namespace ChatPosta.Passkeys;

/// <summary>What its owner calls a passkey.</summary>
internal static class PasskeyName
{
    public const int MaxLength = 60;

    /// <summary>One line without control characters, cut to length; null when nothing is left.</summary>
    public static string? Parse(string? typed)
    {
        var visible = new string([.. (typed ?? "").Where(c => !char.IsControl(c))]).Trim();
        var cut = visible.Length <= MaxLength ? visible : visible[..(char.IsHighSurrogate(visible[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return cut.Length > 0 ? cut : null;
    }
}
