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
internal sealed record Step(string Name, State Before, Func<Product, Task>? Work, string? Message = null, bool IsFair = true)
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

        if (NextTime(state) is { } next)
        {
            yield return new Step($"the clock says {next:HH:mm:ss}", state with { Now = next }, null);
        }

        foreach (var (text, command) in state.Commands)
        {
            yield return Arrival(command, state with { Commands = state.Commands.Remove(text) }, null) with { IsFair = false };
        }
    }

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

    private static DateTimeOffset? NextTime(State state)
    {
        var times = state.All(RewardFulfilmentState.Schema).Select(saga => saga.DueAt)
            .Concat(state.All(RewardRequest.Schema).Select(request => request.StalledAt))
            .Concat(state.All(StockPool.Schema).Select(pool => pool.OpenSince + SweepAge))
            .Append(state.Commands.Count > 0 ? Scenario.Start + (Scenario.Deadline / 2) : null);
        return times.Where(time => time > state.Now).Min();
    }
}
