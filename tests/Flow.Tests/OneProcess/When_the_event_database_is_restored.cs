using Drills.Api;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests.OneProcess;

public sealed class When_the_event_database_is_restored(PlatformHost original) : BackedUpPlatform(original)
{
    private const string Copy = "before";

    [Fact]
    public async Task A_request_past_its_deadline_gets_the_outcome_that_its_fulfilment_remembers()
    {
        var campaign = await Campaign.Start(Original.Address, terms => Campaign.Manual(terms) with { ApprovalDeadlineSeconds = 45 });
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await campaign.Admin.ComesToRest();
        await BackUp(Copy);
        await campaign.Admin.Typed.Requests.Approve(id);
        await user.Becomes(id, RequestStatus.Fulfilled);
        await campaign.Admin.ComesToRest();

        await Original.Process.Kill();
        Restore("event_db.db");
        await Original.InitializeAsync();

        using var admin = await new ApiClient(Original.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        (await admin.Becomes(id, RequestStatus.Fulfilled, TimeSpan.FromSeconds(120))).Statuses().ShouldBe([RequestStatus.Pending, RequestStatus.Rejected, RequestStatus.Approved, RequestStatus.Fulfilled]);
        await admin.ComesToRest();
    }

    private void Restore(string database)
    {
        foreach (var file in Directory.GetFiles(Original.Folder, $"{database}*"))
        {
            File.Delete(file);
        }

        File.Copy(Path.Combine(Folder(Copy), database), Path.Combine(Original.Folder, database));
    }
}
