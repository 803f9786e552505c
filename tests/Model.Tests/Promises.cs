using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using EventService.Requests;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace Model.Tests;

/// <summary>What holds whatever happens: in every state, with every step, and in every end.</summary>
internal static class Promises
{
    private static readonly RequestStatus[] Final =
        [RequestStatus.Fulfilled, RequestStatus.Failed, RequestStatus.Rejected, RequestStatus.Cancelled, RequestStatus.Revoked];

    public static string NameOf(State state) =>
        string.Join(" ", state.All(RewardRequest.Schema).Select(request => request.Status)) + (state.IsRestored ? " (restored)" : "");

    public static void OfState(State state)
    {
        var entries = state.All(Grant.Schema).ToLookup(entry => entry.RequestId);
        foreach (var request in state.All(RewardRequest.Schema))
        {
            var own = entries[Guid.Parse(request.Id)].ToList();
            foreach (var reward in own.GroupBy(entry => entry.RewardId))
            {
                Keep(reward.Count(entry => entry.Kind == GrantKind.Granted) <= 1, "A reward of a request was granted twice.");
                Keep(reward.Count(entry => entry.Kind == GrantKind.Reversal) <= reward.Count(entry => entry.Kind == GrantKind.Granted), "More was taken back than was granted.");
            }

            // A database that was restored from before the approval does not know it at first, and a rejection may follow on it.
            var isApproved = request.Approval == ApprovalMode.Auto || request.Timeline.Exists(entry => entry.Status == RequestStatus.Approved);
            Keep(state.IsRestored || isApproved || own.Count == 0, "Something was granted that nobody approved.");
            Keep(state.IsRestored || request.Status is not (RequestStatus.Rejected or RequestStatus.Cancelled) || own.Count == 0, "Something was granted after a rejection.");
            Keep(request.Status != RequestStatus.Fulfilled || request.Rewards.TrueForAll(reward => Net(own, reward.Id) > 0), "A fulfilled request lacks a reward.");
            Keep(request.Status != RequestStatus.Failed || own.Sum(entry => entry.Amount) == 0, "A failed request kept a reward.");
        }

        foreach (var pool in state.All(StockPool.Schema))
        {
            Keep(Standing(state, pool.RewardId) <= pool.Total, "More was given than there is.");
        }
    }

    public static void OfStep(State before, State after)
    {
        if (before.IsRestored != after.IsRestored)
        {
            return;
        }

        var earlier = before.All(RewardRequest.Schema).ToDictionary(request => request.Id);
        foreach (var request in after.All(RewardRequest.Schema))
        {
            var (from, to) = (earlier[request.Id].Status, request.Status);
            Keep(
                from == to || !Final.Contains(from) || (from, to) == (RequestStatus.Fulfilled, RequestStatus.Revoked) || (after.IsRestored && IsFoundApproved(from, to)),
                $"A request that was {from} became {to}.");
            Keep(
                from == to || to != RequestStatus.Approved || request.ApprovalDeadline is null || after.Now < request.ApprovalDeadline || after.IsRestored,
                "A request was approved after its deadline.");
        }

        foreach (var (key, _) in before.Documents)
        {
            var isForgotten = key.StartsWith($"{RewardFulfilmentState.Schema.Collection}/", StringComparison.Ordinal) && !before.Forgotten.SetEquals(after.Forgotten);
            Keep(isForgotten || after.Documents.ContainsKey(key), $"{key} has vanished.");
        }

        foreach (var entry in after.All(Grant.Schema).Where(entry => !before.Documents.ContainsKey($"{Grant.Schema.Collection}/{entry.Id}")))
        {
            Keep(entry is not { Kind: GrantKind.Granted, Value: CouponValue coupon } || after.Now < coupon.Expiry, "A coupon was granted after its expiry.");
        }
    }

    /// <summary>Nothing is under way, and nothing is waited for.</summary>
    public static void OfEnd(State state)
    {
        var sagas = state.All(RewardFulfilmentState.Schema).ToDictionary(saga => saga.Id, saga => saga.CurrentState);
        foreach (var request in state.All(RewardRequest.Schema))
        {
            Keep(Final.Contains(request.Status), $"A request ends as {request.Status}.");
            Keep(IsSettled(state, request, sagas.GetValueOrDefault(request.Id)), $"A request is {request.Status}, and its saga {sagas.GetValueOrDefault(request.Id) ?? "not there"}.");
            var net = state.All(Grant.Schema).Where(entry => entry.RequestId == Guid.Parse(request.Id)).Sum(entry => entry.Amount);
            Keep(request.Status == RequestStatus.Fulfilled || net == 0, $"Of a request that is {request.Status} something still stands.");
        }

        foreach (var pool in state.All(StockPool.Schema))
        {
            Keep(pool.Entries.Count == 0, "A claim or a return stays open.");
            Keep(pool.Taken == Standing(state, pool.RewardId), $"Of a stock {pool.Taken} are taken, and {Standing(state, pool.RewardId)} given.");
        }
    }

    /// <summary>What was rejected or cancelled on a database that had forgotten the approval.</summary>
    private static bool IsFoundApproved(RequestStatus from, RequestStatus to) =>
        from is RequestStatus.Rejected or RequestStatus.Cancelled && to is RequestStatus.Approved or RequestStatus.Fulfilled or RequestStatus.Failed;

    /// <summary>A fulfilment waits for nothing. One that was forgotten need not be there, nor know of what came after the end that it found in the ledger.</summary>
    private static bool IsSettled(State state, RewardRequest request, string? saga) => state.Forgotten.Contains(request.Id) || state.IsRestored
        ? saga is null || Final.Any(status => status.ToString() == saga)
        : saga == request.Status.ToString();

    private static long Net(IEnumerable<Grant> entries, Guid rewardId) => entries.Where(entry => entry.RewardId == rewardId).Sum(entry => entry.Amount);

    private static long Standing(State state, Guid? rewardId) =>
        state.All(Grant.Schema).Where(entry => entry.RewardId == rewardId).Sum(entry => entry.Amount);

    private static void Keep(bool promise, string otherwise)
    {
        if (!promise)
        {
            throw new BrokenPromiseException(otherwise, "");
        }
    }
}

/// <param name="then">What followed the way to the state from which it was found.</param>
internal sealed class BrokenPromiseException(string message, string then) : Exception(message)
{
    public string Then { get; } = then;
}
