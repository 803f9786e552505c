using Testing;
using Drills.Api;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_a_running_Platform_is_backed_up(PlatformHost original) : BackedUpPlatform(original)
{
    private string Marker => Path.Combine(Original.Folder, "last-backup");

    [Fact]
    public async Task Each_copy_starts_and_what_was_under_way_in_it_is_granted_once()
    {
        var rush = await Rush.Gather(Original.Address);
        var requests = rush.RequestAll();
        var accepted = new List<int>();
        foreach (var part in new[] { 5, 2 })
        {
            await rush.HasBeenAccepted(Rush.Size / part);
            accepted.Add(Rush.Size / part);
            await BackUp($"{accepted.Count}");
        }

        await requests;
        await rush.StockIsGrantedExactly(TimeSpan.FromSeconds(120));
        await Original.Process.Kill();

        for (var i = 0; i < accepted.Count; i++)
        {
            await using var copy = new ServiceProcess("Platform", Ports.Free(), TestAccounts.Environment, "--data", Folder($"{i + 1}"));
            copy.Start();
            await copy.Ready();
            using var admin = await new ApiClient(copy.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
            await rush.Ends(admin);
            var seen = await admin.ComesToRest();
            seen.Requests.ShouldBeInRange(accepted[i], Rush.Size);
        }
    }

    [Fact]
    public async Task The_copy_is_for_its_owner_only_and_never_over_another()
    {
        await BackUp("1");

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Folder("1")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var file in new[] { "user_db.db", "event_db.db", "reward_db.db", "live_db.db", "campaign_db.db", "secrets.json" })
            {
                File.GetUnixFileMode(Path.Combine(Folder("1"), file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }

        // Its metrics tell when: 15 s later at the latest.
        File.GetLastWriteTimeUtc(Marker).ShouldBe(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(1));

        var (code, output) = await TryBackUp("1");
        code.ShouldBe(1);
        output.ShouldContain("is there already");
        Copies.ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_copy_is_whole_though_its_time_cannot_be_marked()
    {
        File.Delete(Marker);
        Directory.CreateDirectory(Marker);
        try
        {
            var (code, output) = await TryBackUp("1");

            code.ShouldBe(0, output);
            output.ShouldContain("its time could not be marked");
            Copies.ShouldBe(["1"]);
        }
        finally
        {
            Directory.Delete(Marker);
        }
    }
}
