using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Rewards;
using RewardWorker.Fulfilment;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Fulfilment;

/// <summary>Two rewards; the second is the one that the answers are about.</summary>
public sealed class Every_state_and_message : IAsyncLifetime
{
    private static readonly string[] States =
    [
        "Initial",
        nameof(RewardFulfilmentStateMachine.AwaitingApproval),
        nameof(RewardFulfilmentStateMachine.Delivering),
        nameof(RewardFulfilmentStateMachine.Fulfilled),
        nameof(RewardFulfilmentStateMachine.Failed),
        nameof(RewardFulfilmentStateMachine.Revoked),
        nameof(RewardFulfilmentStateMachine.Rejected),
        nameof(RewardFulfilmentStateMachine.Cancelled),
    ];

    private static readonly Type[] Messages =
    [
        typeof(RewardRequested), typeof(RewardRequestApproved), typeof(RewardRequestRejected), typeof(RewardRequestCancelled), typeof(RewardRequestRevoked),
        typeof(GrantDelivered), typeof(GrantDeliveryFailed), typeof(FulfilmentDue),
    ];

    /// <summary>What changes something. All else is ignored.</summary>
    private static readonly Dictionary<(ApprovalMode Approval, string State, string Message), (string State, string[] Raised)> Effects = new()
    {
        [(ApprovalMode.Manual, "Initial", "RewardRequested")] = ("AwaitingApproval", []),
        [(ApprovalMode.Auto, "Initial", "RewardRequested")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [(ApprovalMode.Manual, "Initial", "RewardRequestApproved")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [(ApprovalMode.Manual, "Initial", "RewardRequestRejected")] = ("Rejected", []),
        [(ApprovalMode.Manual, "Initial", "RewardRequestCancelled")] = ("Cancelled", []),
        [(ApprovalMode.Manual, "Initial", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Manual, "AwaitingApproval", "RewardRequestApproved")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [(ApprovalMode.Manual, "AwaitingApproval", "RewardRequestRejected")] = ("Rejected", []),
        [(ApprovalMode.Manual, "AwaitingApproval", "RewardRequestCancelled")] = ("Cancelled", []),
        [(ApprovalMode.Manual, "AwaitingApproval", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Manual, "AwaitingApproval", "FulfilmentDue")] = ("AwaitingApproval", ["RejectRewardRequest"]),
        [(ApprovalMode.Manual, "Delivering", "GrantDelivered")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [(ApprovalMode.Manual, "Delivering", "GrantDeliveryFailed")] = ("Failed", ["RewardRequestFailed"]),
        [(ApprovalMode.Manual, "Delivering", "FulfilmentDue")] = ("Delivering", ["DeliverGrant"]),
        [(ApprovalMode.Manual, "Delivering", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Manual, "Fulfilled", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Manual, "Rejected", "RewardRequestApproved")] = ("Failed", ["RewardRequestFailed"]),
        [(ApprovalMode.Manual, "Cancelled", "RewardRequestApproved")] = ("Failed", ["RewardRequestFailed"]),
        [(ApprovalMode.Auto, "Initial", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Auto, "Delivering", "RewardRequestRevoked")] = ("Revoked", []),
        [(ApprovalMode.Auto, "Delivering", "GrantDelivered")] = ("Fulfilled", ["RewardRequestFulfilled"]),
        [(ApprovalMode.Auto, "Delivering", "GrantDeliveryFailed")] = ("Failed", ["RewardRequestFailed"]),
        [(ApprovalMode.Auto, "Delivering", "FulfilmentDue")] = ("Delivering", ["DeliverGrant"]),
        [(ApprovalMode.Auto, "Fulfilled", "RewardRequestRevoked")] = ("Revoked", []),
    };

    /// <summary>What a saga that has granted, or has ended, says again each time that it is asked.</summary>
    private static readonly Dictionary<(ApprovalMode Approval, string State, string Message), string> Repeats = new()
    {
        [(ApprovalMode.Manual, "Fulfilled", "RewardRequested")] = "RewardRequestFulfilled",
        [(ApprovalMode.Manual, "Fulfilled", "RewardRequestApproved")] = "RewardRequestFulfilled",
        [(ApprovalMode.Manual, "Delivering", "RewardRequestRejected")] = "RewardRequestGranted",
        [(ApprovalMode.Manual, "Delivering", "RewardRequestCancelled")] = "RewardRequestGranted",
        [(ApprovalMode.Manual, "Fulfilled", "RewardRequestRejected")] = "RewardRequestFulfilled",
        [(ApprovalMode.Manual, "Fulfilled", "RewardRequestCancelled")] = "RewardRequestFulfilled",
        [(ApprovalMode.Manual, "Failed", "RewardRequestRejected")] = "RewardRequestFailed",
        [(ApprovalMode.Manual, "Failed", "RewardRequestCancelled")] = "RewardRequestFailed",
        [(ApprovalMode.Manual, "Failed", "RewardRequested")] = "RewardRequestFailed",
        [(ApprovalMode.Manual, "Failed", "RewardRequestApproved")] = "RewardRequestFailed",
        [(ApprovalMode.Manual, "Revoked", "RewardRequested")] = "RewardRequestFailed",
        [(ApprovalMode.Manual, "Revoked", "RewardRequestApproved")] = "RewardRequestFailed",
        [(ApprovalMode.Auto, "Fulfilled", "RewardRequested")] = "RewardRequestFulfilled",
        [(ApprovalMode.Auto, "Failed", "RewardRequested")] = "RewardRequestFailed",
        [(ApprovalMode.Auto, "Revoked", "RewardRequested")] = "RewardRequestFailed",
    };

    /// <summary>An automatic request waits for nobody, and nobody decides on it.</summary>
    private static readonly (string? State, string? Message)[] NeverAutomatic =
    [
        ("AwaitingApproval", null), ("Rejected", null), ("Cancelled", null),
        (null, "RewardRequestApproved"), (null, "RewardRequestRejected"), (null, "RewardRequestCancelled"),
    ];

    private RunningWorker worker = null!;

    public static TheoryData<ApprovalMode, string, string> All()
    {
        var all = new TheoryData<ApprovalMode, string, string>();
        foreach (var approval in Enum.GetValues<ApprovalMode>())
        {
            foreach (var state in States)
            {
                foreach (var message in Messages.Select(type => type.Name))
                {
                    if (approval != ApprovalMode.Auto || !NeverAutomatic.Any(never => never.State == state || never.Message == message))
                    {
                        all.Add(approval, state, message);
                    }
                }
            }
        }

        return all;
    }

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Has_its_effect_once_or_is_ignored(ApprovalMode approval, string state, string messageName)
    {
        var request = Some.Request(approval, Some.Points(), Some.Coupon());
        if (state != "Initial")
        {
            (await worker.Fulfilments.Insert(In(state, request, isDue: messageName == nameof(FulfilmentDue)))).IsSaved.ShouldBeTrue();
        }

        // What is due the worker itself may have found by now.
        var before = state == "Initial" ? 0 : 1;
        var message = MessageOf(messageName, request);
        await worker.Deliver(message);
        await worker.Deliver(message);

        var written = worker.Engine.Saved.Where(write => write.Schema == RewardFulfilmentState.Schema).Skip(before).ToList();
        var raised = written.Select(write => write.Outbox.Select(m => m.MessageType.Name).ToList()).ToList();
        var found = await worker.Fulfilments.Get(request.RequestId.ToString());
        var effect = Effects.GetValueOrDefault((approval, state, messageName), (state, null!));
        (found?.CurrentState ?? "Initial").ShouldBe(effect.State);
        List<List<string>> expected = effect.Raised is null ? [] : [[.. effect.Raised]];
        if (Repeats.TryGetValue((approval, effect.State, messageName), out var repeated))
        {
            expected.AddRange(Enumerable.Repeat<List<string>>([repeated], 2 - expected.Count));
        }

        raised.ShouldBe(expected);
        if (expected.Count > 0)
        {
            (found!.DueAt > worker.Time.GetUtcNow()).ShouldBe(effect.State is "AwaitingApproval" or "Delivering");
        }
    }

    [Fact]
    public void Of_the_machine_is_tried()
    {
        var machine = new RewardFulfilmentStateMachine(null!, null!, null!, TimeProvider.System);
        machine.States.Select(s => s.Name).Where(s => s != "Final").Order().ShouldBe(States.Order());
        machine.Events.Select(e => e.GetType().GetGenericArguments()[0]).Distinct().OrderBy(t => t.Name).ShouldBe(Messages.OrderBy(t => t.Name));
    }

    private RewardFulfilmentState In(string state, RewardRequested request, bool isDue) => new()
    {
        CorrelationId = request.RequestId,
        CurrentState = state,
        EventId = request.EventId,
        UserId = request.UserId,
        RevokeReason = state == "Revoked" ? "a mistake" : null,
        DueAt = state is "AwaitingApproval" or "Delivering" ? worker.Time.GetUtcNow().AddMinutes(isDue ? 0 : 1) : null,
        Rewards = state is "AwaitingApproval" or "Rejected" or "Cancelled" ? [] :
        [
            new FulfilledReward { RewardId = request.Rewards![0].RewardId, Granted = true },
            new FulfilledReward
            {
                RewardId = request.Rewards![1].RewardId,
                Granted = state != "Failed",
                Code = state == "Failed" ? "OUT_OF_STOCK" : null,
                Name = request.Rewards![1].Name,
                Delivery = state == "Delivering" ? new RewardDelivery("https://shop.example/", "") : null,
            },
        ],
    };

    private static object MessageOf(string name, RewardRequested request)
    {
        var (id, second) = (request.RequestId, request.Rewards![1].RewardId);
        return name switch
        {
            nameof(RewardRequested) => request,
            nameof(RewardRequestApproved) => Some.Approved(request),
            nameof(RewardRequestRejected) => new RewardRequestRejected(id),
            nameof(RewardRequestCancelled) => new RewardRequestCancelled(id),
            nameof(RewardRequestRevoked) => new RewardRequestRevoked(id, "a mistake"),
            nameof(GrantDelivered) => new GrantDelivered(id, second),
            nameof(GrantDeliveryFailed) => new GrantDeliveryFailed(id, second),
            _ => new FulfilmentDue(id),
        };
    }
}
