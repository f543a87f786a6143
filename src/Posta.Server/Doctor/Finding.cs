namespace Posta.Server.Doctor;

/// <summary>How one thing stands.</summary>
internal enum Health
{
    Ok,
    Warning,
    Problem,
}

/// <summary>What a check found; <paramref name="Slug"/> is empty for what concerns the whole server.</summary>
internal sealed record Finding(Health Health, string Slug, string Check, string Words)
{
    public static Finding Ok(string slug, string check, string words) => new(Health.Ok, slug, check, words);

    /// <summary>It works, and will not for ever; the words say what to do.</summary>
    public static Finding Warning(string slug, string check, string words) => new(Health.Warning, slug, check, words);

    /// <summary>It does not work; the words say what to do.</summary>
    public static Finding Problem(string slug, string check, string words) => new(Health.Problem, slug, check, words);
}
