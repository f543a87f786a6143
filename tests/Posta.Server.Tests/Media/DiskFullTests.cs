using System.Security.Cryptography;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Media;

public sealed class DiskFullTests
{
    [Fact]
    public async Task Without_room_nothing_is_half_kept_and_with_room_all_goes_on()
    {
        await using var server = await TestServer.Start();
        using var disk = SmallDisk.Mount(server.Config.Data, megabytes: 3);
        Assert.SkipWhen(disk is null, "This needs the right to mount a tmpfs.");
        await server.Add("alice");
        var alice = await server.Client("alice");
        var folder = Path.Combine(server.Config.Data, "alice");
        var avatar = (await alice.PutAvatar(PngFile.Grey(), "image/png")).Read(ClientApiJson.Default.AvatarUrl).Avatar;

        var kept = await UploadUntilRefused(alice, 300_000);
        Assert.NotEmpty(kept);
        kept.AddRange(await UploadUntilRefused(alice, 4_000));

        Assert.Equal(507, (await alice.PutAvatar(Noise(100_000), "image/png")).Status);
        Assert.Empty(Directory.GetFiles(folder, ".image-*"));
        Assert.Equal(kept.Count, Directory.GetFiles(folder, "upload-*").Length);
        Assert.Equal(avatar, (await alice.Get("/identity")).Read(ClientApiJson.Default.Identity).Avatar);
        Assert.Equal((200, 200), ((await ImageRequests.Read(avatar)).Status, (await ImageRequests.Read(kept[0].Url)).Status));

        File.Delete(Path.Combine(folder, Path.GetFileName(kept[0].Url)));
        Assert.Equal(201, (await alice.Upload(Noise(4_000), "image/png")).Status);
    }

    private static async Task<List<Upload>> UploadUntilRefused(ApiClient alice, int size)
    {
        var kept = new List<Upload>();
        ApiAnswer answer;
        while ((answer = await alice.Upload(Noise(size), "image/png")).Status == 201)
            kept.Add(answer.Read(ClientApiJson.Default.Upload));
        Assert.Equal((507, ErrorCode.InsufficientStorage), (answer.Status, answer.Code));
        return kept;
    }

    private static byte[] Noise(int size) =>
        Bytes.Of(PngFile.Signature, PngFile.Header(1_000, 1_000), PngFile.Chunk("IDAT", RandomNumberGenerator.GetBytes(size)), PngFile.End);
}
