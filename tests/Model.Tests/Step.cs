using Contracts.Deliveries;
using Contracts.Requests;
using EventService.Requests;
using RewardWorker.Fulfilment;
using RewardWorker.Stock;

namespace Model.Tests;

/// <summary>Something that can happen next.</summary>
/// <param name="Work">What the product does then; null for what happens outside of it.</param>
/// <param name="Before">The state in which the work begins.</param>
/// <param name="IsFair">It happens in the end when nothing else does: what people may ask for does not.</param>
/// <param name="IsLoss">Something is lost that was stored.</param>
internal sealed record Step(string Name, State Before, Func<Product, Task>? Work, string? Message = null, bool IsFair = true, bool IsLoss = false)
{
    private static readonly TimeSpan SweepAge = TimeSpan.FromSeconds(11);

    /// <summary>Everything that can happen next, that which happens in the end by itself first.</summary>
    public static IEnumerable<Step> From(State state)
    {
        foreach (var (text, message) in state.Network)
        {
            var without = state with { Network = state.Network.Remove(text) };
            if (message is DeliverGrant deliver)
            {
                foreach (var answer in Answers(without, deliver))
                {
                    yield return answer;
                }
            }
            else
            {
                yield return Arrival(message, without, text);
            }
        }

        foreach (var step in Due(state))
        {
            yield return step;
        }

        var asked = state.Commands.Select(c => Arrival(c.Value, state with { Commands = state.Commands.Remove(c.Key) }, null) with { IsFair = IsAwaited(state, c.Value) }).ToList();
        foreach (var awaited in asked.Where(step => step.IsFair))
        {
            yield return awaited;
        }

        if (NextTime(state) is { } next)
        {
            yield return new Step($"the clock says {next:HH:mm:ss}", state with { Now = next }, null);
        }

        foreach (var loss in Forgetting(state).Concat(Restoring(state)))
        {
            yield return loss with { IsFair = false, IsLoss = true };
        }

        foreach (var other in asked.Where(step => !step.IsFair))
        {
            yield return other;
        }
    }

    /// <summary>A request that has no deadline is decided in the end all the same.</summary>
    private static bool IsAwaited(State state, object command) =>
        command is ApproveRewardRequest && state.All(RewardRequest.Schema).Any(request => request is { IsDecided: false, ApprovalDeadline: null });

    private static Step Arrival(object message, State before, string? text) =>
        new(message.GetType().Name, before, product => product.Consume(message), text);

    /// <summary>A receiver accepts or refuses, and says the same for ever after.</summary>
    private static IEnumerable<Step> Answers(State state, DeliverGrant deliver)
    {
        var id = $"{deliver.RequestId}/{deliver.RewardId}";
        bool[] answers = state.Receivers.TryGetValue(id, out var known) ? [known] : [true, false];
        foreach (var accepts in answers)
        {
            object answer = accepts ? new GrantDelivered(deliver.RequestId, deliver.RewardId) : new GrantDeliveryFailed(deliver.RequestId, deliver.RewardId);
            yield return new Step(
                accepts ? "the receiver accepts" : "the receiver refuses",
                state with { Receivers = state.Receivers.SetItem(id, accepts), Network = state.Network.SetItem(World.TextOf(answer), answer) },
                null);
        }
    }

    /// <summary>What the sweeps find.</summary>
    private static IEnumerable<Step> Due(State state)
    {
        foreach (var saga in state.All(RewardFulfilmentState.Schema).Where(saga => saga.DueAt <= state.Now))
        {
            yield return Arrival(new FulfilmentDue(saga.CorrelationId), state, null);
        }

        foreach (var request in state.All(RewardRequest.Schema).Where(request => request.StalledAt <= state.Now))
        {
            yield return Arrival(new RewardRequestStalled(Guid.Parse(request.Id)), state, null);
        }

        if (state.All(StockPool.Schema).Any(pool => pool.OpenSince + SweepAge <= state.Now))
        {
            yield return new Step("the stock is swept", state, product => product.SweepStock());
        }
    }

    /// <summary>
    /// Once of each request, in whatever state it is: that it has not ended takes a sweep that deletes one which began anew at that moment. Of two
    /// requests none: what they have in common is the stock, of which a fulfilment keeps nothing.
    /// </summary>
    private static IEnumerable<Step> Forgetting(State state) =>
        from saga in state.All(RewardFulfilmentState.Schema)
        where IsAlone(state) && !state.Forgotten.Contains(saga.Id)
        select new Step(
            $"the fulfilment that is {saga.CurrentState} is forgotten",
            state with { Documents = state.Documents.Remove($"{RewardFulfilmentState.Schema.Collection}/{saga.Id}"), Forgotten = state.Forgotten.Add(saga.Id) },
            null);

    /// <summary>
    /// EventService's database becomes what it was when its request was accepted, RewardWorker's and the broker's messages stay, and people may ask again. But
    /// what the saga reported has arrived, and what was revoked is taken back: a restored request would not know what that was about.
    /// </summary>
    private static IEnumerable<Step> Restoring(State state)
    {
        if (state.Backup is { } backup && IsAlone(state) && !state.Network.Values.Any(IsOfTheFuture))
        {
            yield return new Step(
                "EventService's database is restored",
                state with { Documents = state.Documents.SetItems(backup.Documents), Commands = backup.Commands, Backup = null },
                null);
        }
    }

    private static bool IsOfTheFuture(object message) =>
        message is RewardRequestGranted or RewardRequestFulfilled or RewardRequestFailed or RejectRewardRequest or RewardRequestRevoked;

    private static bool IsAlone(State state) => state.All(RewardRequest.Schema).Take(2).Count() == 1;

    private static DateTimeOffset? NextTime(State state)
    {
        var times = state.All(RewardFulfilmentState.Schema).Select(saga => saga.DueAt)
            .Concat(state.All(RewardRequest.Schema).Select(request => request.StalledAt))
            .Concat(state.All(StockPool.Schema).Select(pool => pool.OpenSince + SweepAge))
            .Append(state.Commands.Count > 0 ? Scenario.Start + (Scenario.Deadline / 2) : null);
        return times.Where(time => time > state.Now).Min();
    }
}
