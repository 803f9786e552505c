using System.Collections.Concurrent;
using Contracts;
using Contracts.Activities;
using Contracts.Audit;
using Contracts.Campaigns;
using Contracts.Connections;
using Contracts.Deliveries;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Reports;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Rooms;
using Contracts.ServiceAccounts;
using Contracts.Sessions;
using Contracts.Stages;
using Contracts.Syncs;
using Contracts.Teams;
using Contracts.Turn;
using Contracts.Users;
using Contracts.Viewing;
using Contracts.Wallets;
using MassTransit;

namespace Gateway.Tests.Hosting;

/// <summary>The services behind the Gateway: each message gets the answer that the test wants. null: no answer; an exception: a fault.</summary>
internal sealed class FakeServices
{
    private readonly ConcurrentDictionary<Type, Func<object, Task<object?>>> answers = new();
    private readonly ConcurrentQueue<object> received = new();
    private readonly ConcurrentQueue<(object Message, Guid? Id)> ids = new();

    public static IReadOnlyList<Type> Messages { get; } =
    [
        typeof(RegisterUser), typeof(GetUser), typeof(FindUsers), typeof(ChangeRoles), typeof(ChangePassword), typeof(DeleteUser), typeof(ForgetUser),
        typeof(ChangeProfile), typeof(VerifyEmail), typeof(RequestVerification), typeof(RequestPasswordReset), typeof(ResetPassword),
        typeof(BeginMfa), typeof(ConfirmMfa), typeof(RemoveMfa), typeof(ResetMfa),
        typeof(LogIn), typeof(ConfirmLogIn), typeof(RefreshSession), typeof(LogOut), typeof(ListSessions),
        typeof(CreateEvent), typeof(ListEvents), typeof(GetEvent), typeof(ChangeEvent), typeof(ArchiveEvent),
        typeof(AddReward), typeof(ListRewards), typeof(ChangeReward), typeof(RemoveReward),
        typeof(RequestReward), typeof(ListRewardRequests), typeof(GetRewardRequest), typeof(ApproveRewardRequest),
        typeof(RejectRewardRequest), typeof(CancelRewardRequest), typeof(RevokeRewardRequest), typeof(GetStock),
        typeof(GetWallet), typeof(GetLedger), typeof(ListDeliveries),
        typeof(ListAuditEntries), typeof(GetAuditRecords), typeof(VerifyAuditLog),
        typeof(RecordActivities), typeof(ListActivities), typeof(EvaluateEvent), typeof(GetEventReport), typeof(RebuildEventReport),
        typeof(ListCampaigns), typeof(GetCampaign), typeof(BeginSync), typeof(GetSync), typeof(ListSyncs),
        typeof(FindLedgerFaults), typeof(FindOversold), typeof(GetAccountOperations), typeof(GetEventOperations), typeof(GetGrantingOperations), typeof(GetLiveOperations), typeof(GetCampaignOperations), typeof(ListPlatforms),
        typeof(ListPlatformConfigs), typeof(CreatePlatformConfig), typeof(ChangePlatformConfig), typeof(ChangeCurrentConfig), typeof(DeletePlatformConfig),
        typeof(ListConnectedAccounts), typeof(ConnectAccount), typeof(ChangeConnectedAccount), typeof(DisconnectAccount), typeof(ListKeyUses), typeof(BeginRewrap),
        typeof(CreateStage), typeof(ListStages), typeof(GetStage), typeof(ChangeStage), typeof(CloseStage), typeof(IssueStageToken), typeof(ListStageTokens), typeof(RevokeStageToken),
        typeof(JoinStage), typeof(RefreshStageSession), typeof(LeaveStage), typeof(ListStageSessions), typeof(ListViewerSessions), typeof(GetStageStats),
        typeof(CreateRoom), typeof(ListRooms), typeof(GetRoom), typeof(CloseRoom), typeof(ChangeRoomInvitation), typeof(IssueRoomToken), typeof(ListRoomParticipants),
        typeof(IssueTurnCredentials), typeof(VerifyTurnCredentials), typeof(IssueServerCredentials),
        typeof(CreateServiceAccount), typeof(ListServiceAccounts), typeof(RotateServiceKey), typeof(DeleteServiceAccount), typeof(CheckServiceKey),
        typeof(CreateTeam), typeof(ListTeams), typeof(GetTeam), typeof(ChangeTeam), typeof(DeleteTeam), typeof(InviteMember), typeof(ListInvitations), typeof(CancelInvitation),
        typeof(ResendInvitation), typeof(AcceptInvitation), typeof(DeclineInvitation), typeof(ChangeMember), typeof(RemoveMember), typeof(GetTeamRole),
    ];

    /// <summary>But for notes that a key was used, which come by the way.</summary>
    public int ReceivedCount => received.Count(message => message is not CheckServiceKey);

    public void On<T>(Func<T, object?> answer) => answers[typeof(T)] = message => Task.FromResult(answer((T)message));

    public void OnAsync<T>(Func<T, Task<object?>> answer) => answers[typeof(T)] = message => answer((T)message);

    public void Refuse<T>(string code, string detail = "Not now.") => On<T>(_ => new Refused(code, detail));

    public void RefuseAll(string code)
    {
        foreach (var type in Messages)
        {
            answers[type] = _ => Task.FromResult<object?>(new Refused(code, "Not now."));
        }
    }

    public IReadOnlyList<T> Received<T>() => [.. received.OfType<T>()];

    /// <summary>The ids of the messages of a kind, in the order in which they came.</summary>
    public IReadOnlyList<Guid?> MessageIds<T>(Func<T, bool> of) => [.. ids.Where(i => i.Message is T message && of(message)).Select(i => i.Id)];

    public T Last<T>() => received.OfType<T>().Last();

    public void Forget()
    {
        answers.Clear();
        received.Clear();
        ids.Clear();
    }

    public void AddConsumers(IBusRegistrationConfigurator bus)
    {
        foreach (var type in Messages)
        {
            bus.AddConsumer(typeof(Consumer<>).MakeGenericType(type)).Endpoint(endpoint => endpoint.Name = type.Name);
        }
    }

    private Task<object?> Answer(object message)
    {
        received.Enqueue(message);
        return answers.TryGetValue(message.GetType(), out var answer)
            ? answer(message)
            : throw new InvalidOperationException($"The test has no answer to {message.GetType().Name}.");
    }

    private sealed class Consumer<T>(FakeServices services) : IConsumer<T> where T : class
    {
        public async Task Consume(ConsumeContext<T> context)
        {
            services.ids.Enqueue((context.Message, context.MessageId));
            if (await services.Answer(context.Message) is { } answer)
            {
                await context.RespondAsync(answer, answer.GetType());
            }
        }
    }
}
