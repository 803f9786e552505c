using AuthService.Users;
using Contracts.Requests;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;
using RewardWorker.Fulfilment;
using RewardWorker.Granting;
using RewardWorker.Ledger;

namespace Bench.Growth;

/// <summary>Who and what is stored, by number: each service's part is made of the same, so that their books agree.</summary>
/// <param name="callers">Accounts that are there already, and have their share of everything.</param>
internal sealed class Population(Sizes sizes, IReadOnlyList<Guid> callers, Timeline timeline)
{
    private static readonly TimeSpan Taken = TimeSpan.FromMilliseconds(20);

    public Sizes Sizes => sizes;

    public Timeline Timeline => timeline;

    /// <summary>Of whom the audit log tells.</summary>
    public Guid Operator(int number) => timeline.Id("operator", number);

    public IReadOnlyList<(EventDocument Event, RewardTermsDocument Terms)> Events { get; } =
    [
        .. Enumerable.Range(0, sizes.Events).Select(n => StoredEvents.Event(n, sizes.Events, timeline)).Select(e => (e, RewardTermsDocument.Of(e))),
    ];

    public IEnumerable<User> Accounts => Enumerable.Range(callers.Count, Math.Max(0, sizes.Accounts - callers.Count)).Select(n =>
    {
        var at = timeline.At(n, sizes.Accounts);
        var email = $"{timeline.Name}-account-{n:D7}@domain{n % 50}.example";
        return new User
        {
            Id = User(n).ToString(),
            Email = email,
            NormalizedEmail = email,
            PasswordHash = "nobody knows it",
            EmailVerified = true,
            CreatedAt = at,
            UpdatedAt = at,
        };
    });

    public Guid User(int number) => number % sizes.Accounts is var n && n < callers.Count ? callers[n] : timeline.Id("user", n);

    /// <summary>A fulfilled request, with what RewardWorker has of it. No two are of the same user and event.</summary>
    public (RewardRequest Request, Grant Grant, RewardFulfilmentState Fulfilment) Request(int number)
    {
        var (e, terms) = Events[((number / sizes.Accounts) + (number % sizes.Accounts)) % Events.Count];
        var made = new NewRequest(timeline.Id("request", number), User(number), e, terms, Evaluation: null, timeline.At(number, sizes.Requests));
        return Fulfilled(made, claimSlot: null, (order, at) => Grant.Of(order, null, null, null, at));
    }

    public static (RewardRequest Request, Grant Grant, RewardFulfilmentState Fulfilment) Fulfilled(
        NewRequest made, string? claimSlot, Func<GrantOrder, DateTimeOffset, Grant> grantOf)
    {
        var reward = made.Terms.Rewards[0];
        var grant = grantOf(new GrantOrder(made.Id, Guid.Parse(made.Event.Id), made.UserId, reward), made.At + Taken);
        var request = RewardRequest.Create(made, claimSlot);
        request.Rewards[0] = request.Rewards[0] with { Granted = true };
        request.Conclude(RequestStatus.Fulfilled, null, made.At + (2 * Taken));
        var fulfilment = new RewardFulfilmentState
        {
            CorrelationId = made.Id,
            CurrentState = nameof(RewardFulfilmentStateMachine.Fulfilled),
            EventId = Guid.Parse(made.Event.Id),
            UserId = made.UserId,
            TermsId = made.Terms.Id,
            Rewards = [FulfilledReward.Of(reward, new DecidedReward(grant, null), hasTerms: true)],
        };
        return (request, grant, fulfilment);
    }
}
