using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

/// <summary>Two rewards; the second is the one that the answers are about, except that the first is the one to be revoked.</summary>
public sealed class EveryStateAndMessage : IAsyncLifetime
{
    private static readonly string[] States =
    [
        "Initial",
        nameof(RewardFulfilmentStateMachine.AwaitingApproval),
        nameof(RewardFulfilmentStateMachine.Granting),
        nameof(RewardFulfilmentStateMachine.Delivering),
        nameof(RewardFulfilmentStateMachine.Compensating),
        nameof(RewardFulfilmentStateMachine.Fulfilled),
        nameof(RewardFulfilmentStateMachine.Failed),
        nameof(RewardFulfilmentStateMachine.Revoking),
        nameof(RewardFulfilmentStateMachine.Revoked),
        nameof(RewardFulfilmentStateMachine.Rejected),
        nameof(RewardFulfilmentStateMachine.Cancelled),
    ];

    private static readonly Type[] Messages =
    [
        typeof(RewardRequested), typeof(RewardRequestApproved), typeof(RewardRequestRejected), typeof(RewardRequestCancelled), typeof(RewardRequestRevoked),
        typeof(RewardGranted), typeof(RewardGrantRefused), typeof(GrantRevoked),
        typeof(GrantDelivered), typeof(GrantDeliveryFailed), typeof(FulfilmentDue),
    ];

    /// <summary>What changes something. All else is ignored.</summary>
    private static readonly Dictionary<(string State, string Message), (string State, string[] Raised)> Effects = new()
    {
        [("Initial", "RewardRequested")] = ("AwaitingApproval", []),
        [("Initial", "RewardRequestApproved")] = ("Granting", ["GrantReward", "GrantReward"]),
        [("Initial", "RewardRequestRejected")] = ("Rejected", []),
        [("Initial", "RewardRequestCancelled")] = ("Cancelled", []),
        [("AwaitingApproval", "RewardRequestApproved")] = ("Granting", ["GrantReward", "GrantReward"]),
        [("AwaitingApproval", "RewardRequestRejected")] = ("Rejected", []),
        [("AwaitingApproval", "RewardRequestCancelled")] = ("Cancelled", []),
        [("AwaitingApproval", "FulfilmentDue")] = ("AwaitingApproval", ["RejectRewardRequest"]),
        [("Granting", "RewardGranted")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [("Granting", "RewardGrantRefused")] = ("Compensating", ["RevokeGrant"]),
        [("Granting", "FulfilmentDue")] = ("Granting", ["GrantReward"]),
        [("Delivering", "GrantDelivered")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [("Delivering", "GrantDeliveryFailed")] = ("Compensating", ["RevokeGrant", "RevokeGrant"]),
        [("Delivering", "FulfilmentDue")] = ("Delivering", ["DeliverGrant"]),
        [("Compensating", "GrantRevoked")] = ("Failed", ["RewardRequestFailed"]),
        [("Compensating", "FulfilmentDue")] = ("Compensating", ["RevokeGrant"]),
        [("Fulfilled", "RewardRequestRevoked")] = ("Revoking", ["RevokeGrant", "RevokeGrant"]),
        [("Revoking", "GrantRevoked")] = ("Revoked", []),
        [("Revoking", "FulfilmentDue")] = ("Revoking", ["RevokeGrant"]),
    };

    /// <summary>What a finished saga says again each time that it is asked.</summary>
    private static readonly Dictionary<(string State, string Message), string> Repeats = new()
    {
        [("Fulfilled", "RewardRequestApproved")] = "RewardRequestFulfilled",
        [("Failed", "RewardRequestApproved")] = "RewardRequestFailed",
    };

    private RunningWorker worker = null!;

    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        foreach (var state in States)
        {
            foreach (var message in Messages)
            {
                all.Add(state, message.Name);
            }
        }

        return all;
    }

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Should_have_its_effect_once_or_be_ignored(string state, string messageName)
    {
        var request = Some.Request(ApprovalMode.Manual, Some.Points(), Some.Coupon());
        if (state != "Initial")
        {
            (await worker.Fulfilments.Insert(In(state, request, isDue: messageName == nameof(FulfilmentDue)))).IsSaved.ShouldBeTrue();
        }

        // What is due the worker itself may have found by now.
        var before = state == "Initial" ? 0 : 1;
        var message = MessageOf(messageName, request);
        await worker.Deliver(message);
        await worker.Deliver(message);

        var written = worker.Engine.Saved.Skip(before).ToList();
        var found = await worker.Fulfilments.Get(request.RequestId.ToString());
        if (Effects.TryGetValue((state, messageName), out var effect))
        {
            found!.CurrentState.ShouldBe(effect.State);
            written.ShouldHaveSingleItem().Outbox.Select(m => m.MessageType.Name).ShouldBe(effect.Raised);
            (found.DueAt > worker.Time.GetUtcNow()).ShouldBe(effect.State is "Granting" or "Compensating" or "Revoking" || messageName == "FulfilmentDue");
        }
        else if (Repeats.TryGetValue((state, messageName), out var repeated))
        {
            found!.CurrentState.ShouldBe(state);
            written.SelectMany(write => write.Outbox).Select(m => m.MessageType.Name).ShouldBe([repeated, repeated]);
        }
        else
        {
            (found?.CurrentState ?? "Initial").ShouldBe(state);
            written.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Should_name_each_state_and_message_of_the_machine()
    {
        var machine = new RewardFulfilmentStateMachine(TimeProvider.System);
        machine.States.Select(s => s.Name).Where(s => s != "Final").Order().ShouldBe(States.Order());
        machine.Events.Select(e => e.GetType().GetGenericArguments()[0]).Distinct().OrderBy(t => t.Name).ShouldBe(Messages.OrderBy(t => t.Name));
    }

    private RewardFulfilmentState In(string state, RewardRequested request, bool isDue)
    {
        var (first, second) = state switch
        {
            "Granting" => (RewardProgress.Granted, RewardProgress.Asked),
            "Compensating" => (RewardProgress.Granted, RewardProgress.Refused),
            "Delivering" => (RewardProgress.Granted, RewardProgress.Granted),
            "Fulfilled" => (RewardProgress.Granted, RewardProgress.Granted),
            "Failed" => (RewardProgress.Revoked, RewardProgress.Refused),
            "Revoking" => (RewardProgress.Granted, RewardProgress.Revoked),
            "Revoked" => (RewardProgress.Revoked, RewardProgress.Revoked),
            _ => (RewardProgress.Asked, RewardProgress.Asked),
        };
        return new RewardFulfilmentState
        {
            CorrelationId = request.RequestId,
            CurrentState = state,
            EventId = request.EventId,
            UserId = request.UserId,
            Approval = request.Approval,
            RevokeReason = state is "Revoking" or "Revoked" ? "a mistake" : null,
            DueAt = state is "AwaitingApproval" or "Granting" or "Delivering" or "Compensating" or "Revoking" ? worker.Time.GetUtcNow().AddMinutes(isDue ? 0 : 1) : null,
            Rewards =
            [
                new FulfilledReward { Reward = request.Rewards[0], Progress = first },
                new FulfilledReward { Reward = request.Rewards[1] with { Delivery = state == "Delivering" ? new RewardDelivery("https://shop.example/", "") : null }, Progress = second, Code = second == RewardProgress.Refused ? "OUT_OF_STOCK" : null },
            ],
        };
    }

    private static object MessageOf(string name, RewardRequested request)
    {
        var (id, first, second) = (request.RequestId, request.Rewards[0].RewardId, request.Rewards[1].RewardId);
        return name switch
        {
            nameof(RewardRequested) => request,
            nameof(RewardRequestApproved) => Some.Approved(request),
            nameof(RewardRequestRejected) => new RewardRequestRejected(id),
            nameof(RewardRequestCancelled) => new RewardRequestCancelled(id),
            nameof(RewardRequestRevoked) => new RewardRequestRevoked(id, "a mistake"),
            nameof(RewardGranted) => new RewardGranted(id, second, "WELCOME"),
            nameof(RewardGrantRefused) => new RewardGrantRefused(id, second, "OUT_OF_STOCK"),
            nameof(GrantDelivered) => new GrantDelivered(id, second),
            nameof(GrantDeliveryFailed) => new GrantDeliveryFailed(id, second),
            nameof(GrantRevoked) => new GrantRevoked(id, first),
            _ => new FulfilmentDue(id),
        };
    }
}
