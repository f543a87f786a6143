namespace ChatPosta.Media;

/// <summary>What a remote picture is for, and so how much of it is taken and how long a browser may keep it.</summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="IsSettled">Never another picture under the same address, as far as we are concerned.</param>
public sealed record PictureKind(string Name, int MaxBytes, TimeSpan Fresh, bool IsSettled)
{
    private const int Megabyte = 1024 * 1024;

    public static PictureKind Image { get; } = new("image", 10 * Megabyte, TimeSpan.FromDays(30), IsSettled: true);

    /// <summary>A person may change it and keep its address.</summary>
    public static PictureKind Avatar { get; } = new("avatar", 2 * Megabyte, TimeSpan.FromDays(1), IsSettled: false);

    public static PictureKind? Named(string name) => name == Image.Name ? Image : name == Avatar.Name ? Avatar : null;
}
