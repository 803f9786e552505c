using Documents;
using RewardWorker.Ledger;
using Drills.Api;
using Messaging.Client;
using Testing.Processes;

namespace Flow.Tests.Operations;

/// <summary>Tests that plant what reconciliation is to find in the stores of a platform of their own.</summary>
[Collection(InThisProcess.Name)]
public abstract class ReconciledPlatform : IAsyncLifetime
{
    private protected RunningPlatform Platform { get; private set; } = null!;

    private protected ApiClient Admin { get; private set; } = null!;

    private protected IDocumentStore<Grant> Grants => Platform.Store<Grant>();

    public async Task InitializeAsync()
    {
        Platform = await RunningPlatform.Start();
        Admin = await new ApiClient(Platform.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await Platform.DisposeAsync();
    }

    private protected async Task<Guid> Fulfilled(params NewReward[] rewards)
    {
        var campaign = await Campaign.Start(Platform.Address, Admin, null, rewards);
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled);
        return id;
    }

    private protected async Task<Grant> GrantOf(Guid requestId) =>
        (await Grants.Query(new Query<Grant>().Where(g => g.RequestId, requestId).OrderBy(g => g.RequestId).Take(1))).Items.Single();

    /// <summary>One more entry like another.</summary>
    private protected async Task Plant(Grant like, Guid? requestId = null, long? stockSeq = null, long? budgetSeq = null) =>
        (await Grants.Insert(new Grant
        {
            Id = Guid.NewGuid().ToString(),
            Kind = GrantKind.Granted,
            RequestId = requestId ?? like.RequestId,
            RewardId = like.RewardId,
            At = like.At,
            UserId = like.UserId,
            EventId = like.EventId,
            Value = like.Value,
            Amount = like.Amount,
            StockSeq = stockSeq,
            BudgetSeq = budgetSeq,
            CodeOrdinal = stockSeq is null ? null : like.CodeOrdinal,
        })).IsSaved.ShouldBeTrue();

    private protected async Task<(long Missing, long Duplicate, long Orphan, long Oversold)> Seen()
    {
        var seen = await Admin.Typed.Operations.Reconcile();
        return (seen.MissingGrants, seen.DuplicateGrants, seen.OrphanGrants, seen.Oversold);
    }

    /// <summary>No other test's: a code of a list is in no other list of the platform.</summary>
    private protected static string[] Codes(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid().ToString())];
}
