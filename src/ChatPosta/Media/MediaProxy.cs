using Posta.Hosting.Egress;

namespace ChatPosta.Media;

/// <summary>
/// Fetches a remote picture through the guarded client and passes it on while it comes, so that the reader's browser
/// contacts no host but ours (chat.md §5). It goes out as anybody would: no token, no cookie, no word of who asks.
/// </summary>
internal sealed class MediaProxy(GuardedHttp http, MediaPlaces places, TimeProvider time)
{
    /// <summary>For everything: waiting for a place, the server's answer and its body.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    public async Task<MediaOutcome> Pass(Uri url, PictureKind kind, string userId, Func<string, Stream> begin, CancellationToken ct)
    {
        using var clock = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
        try
        {
            using var place = await places.Take(userId, url.IdnHost, either.Token);
            if (!place.IsAcquired) return MediaOutcome.Busy;

            using var picture = await RemotePicture.Open(http, url, kind.MaxBytes, either.Token);
            if (picture is null) return MediaOutcome.NoPicture;

            return await picture.CopyTo(begin(picture.MediaType), kind.MaxBytes, either.Token) ? MediaOutcome.Passed : MediaOutcome.Broken;
        }
        catch (Exception exception) when (exception is EgressException or IOException or HttpRequestException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return MediaOutcome.Broken;
        }
    }
}

internal enum MediaOutcome
{
    Passed,

    /// <summary>The server has none there, or something else than a picture that we pass on.</summary>
    NoPicture,

    /// <summary>No answer, too slow, or cut off; some of it may have been passed on.</summary>
    Broken,

    Busy,
}
