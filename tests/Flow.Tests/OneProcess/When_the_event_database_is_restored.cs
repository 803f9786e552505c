using System.Net;
using Testing.Api;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_the_event_database_is_restored : IAsyncLifetime
{
    private readonly PlatformHost platform = new();
    private readonly DirectoryInfo copies = Directory.CreateTempSubdirectory("platform-copies-");

    private string Copy => Path.Combine(copies.FullName, "copy");

    public Task InitializeAsync() => platform.InitializeAsync();

    public async Task DisposeAsync()
    {
        await platform.DisposeAsync();
        copies.Delete(recursive: true);
    }

    [Fact]
    public async Task A_request_past_its_deadline_gets_the_outcome_that_its_fulfilment_remembers()
    {
        var campaign = await Campaign.Start(platform.Address, new { approval = "MANUAL", approvalDeadlineSeconds = 45 });
        using var user = await campaign.NewUser();
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
        await campaign.Admin.ComesToRest();
        await BackUp();
        (await campaign.Admin.Post($"/events/requests/{id}/approve")).Expect(HttpStatusCode.OK);
        await user.Becomes(id, "FULFILLED");
        await campaign.Admin.ComesToRest();

        await platform.Process.Kill();
        Restore("event_db.db");
        await platform.InitializeAsync();

        using var admin = await new ApiClient(platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        (await admin.Becomes(id, "FULFILLED", TimeSpan.FromSeconds(120))).Statuses().ShouldBe(["PENDING", "REJECTED", "APPROVED", "FULFILLED"]);
        await admin.ComesToRest();
    }

    private async Task BackUp()
    {
        var (code, output) = await PlatformProgram.Run("--data", platform.Folder, "--backup", Copy);
        code.ShouldBe(0, output);
    }

    private void Restore(string database)
    {
        foreach (var file in Directory.GetFiles(platform.Folder, $"{database}*"))
        {
            File.Delete(file);
        }

        File.Copy(Path.Combine(Copy, database), Path.Combine(platform.Folder, database));
    }
}
