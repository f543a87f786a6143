namespace ChatPosta.Live;

/// <summary>What a <see cref="UserStream"/> is given, and whom it tells.</summary>
internal sealed record UserStreamContext(string UserId, TimeProvider Time, ILogger Log)
{
    /// <summary>From 0 to below 1, for the jitter.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>The posta-server refused the token of that link.</summary>
    public Action<string?> OnRefused { get; init; } = _ => { };

    /// <summary>The stream has closed for good.</summary>
    public Action<UserStream> OnClosed { get; init; } = _ => { };
}
