namespace ChatPosta.Doctor;

/// <summary>How one thing stands.</summary>
internal enum Condition
{
    Ok,
    Warning,
    Problem,
}

/// <summary>What a check found. The words say what to do; they never repeat a secret.</summary>
internal sealed record Finding(Condition Condition, string Check, string Words)
{
    public static Finding Ok(string check, string words) => new(Condition.Ok, check, words);

    /// <summary>It works, and will not for ever, or somebody should know.</summary>
    public static Finding Warning(string check, string words) => new(Condition.Warning, check, words);

    public static Finding Problem(string check, string words) => new(Condition.Problem, check, words);
}
