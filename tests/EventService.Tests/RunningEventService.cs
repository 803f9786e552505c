using System.Collections.Concurrent;
using Bus.DeadLetters;
using Contracts;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace EventService.Tests;

/// <summary>The service as Platform runs it: bus in memory, documents in a folder of their own, and someone who listens.</summary>
public sealed class RunningEventService : ServiceUnderTest, IAsyncLifetime
{
    private readonly DirectoryInfo data;

    public RunningEventService()
        : this(Directory.CreateTempSubdirectory("event-service-"))
    {
    }

    /// <param name="data">Removed in the end.</param>
    /// <param name="replace">Parts that take the place of those that are added before.</param>
    internal RunningEventService(DirectoryInfo data, Action<IServiceCollection>? replace = null)
        : base(
            builder => builder.AddEventService(),
            bus =>
            {
                bus.AddEventServiceConsumers();
                bus.AddConsumer<Listener>();
            },
            [
                new("Storage:Provider", "sqlite"),
                new("Storage:Folder", data.FullName),
                new("Logging:LogLevel:Default", "None"),
                new("Messaging:RequestTimeoutMilliseconds", "30000"),
            ],
            builder =>
            {
                builder.Services.AddSingleton<ConcurrentQueue<object>>();
                builder.Services.AddSingleton<KnownDeadLetters>();
                builder.Services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<KnownDeadLetters>());
                replace?.Invoke(builder.Services);
            }) => this.data = data;

    internal DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task InitializeAsync() => App.StartAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        data.Delete(recursive: true);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <param name="messageId">The same again is the same message, delivered a second time.</param>
    internal async Task<Answer<T>> Ask<TMessage, T>(TMessage message, Guid? messageId = null) where TMessage : class where T : class
    {
        var client = Bus.CreateRequestClient<TMessage>(RequestTimeout.After(s: 30));
        var response = await client.GetResponse<T, Refused>(
            message, request => request.UseExecute(context => context.MessageId = messageId ?? context.MessageId));
        return response.Is(out Response<T>? details) ? new Answer<T>(details.Message, null)
            : response.Is(out Response<Refused>? refused) ? new Answer<T>(null, refused.Message)
            : throw new InvalidOperationException($"{typeof(TMessage).Name} was answered with neither.");
    }

    internal Task<EventDetails> ActiveEvent(params RewardValue[] rewards) => ActiveEvent(e => e, rewards);

    internal async Task<EventDetails> ActiveEvent(Func<EventTerms, EventTerms> terms, params RewardValue[] rewards)
    {
        var create = Some.CreateEvent(Now);
        var e = (await Ask<CreateEvent, EventDetails>(create with { Terms = terms(create.Terms) })).Details!;
        foreach (var value in rewards.Length == 0 ? [Some.Points] : rewards)
        {
            (await Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, value))).Details.ShouldNotBeNull();
        }

        return e;
    }

    internal Task<Answer<RewardRequestDetails>> Request(Guid eventId, Caller caller, Guid? requestId = null) =>
        Ask<RequestReward, RewardRequestDetails>(new RequestReward(requestId ?? Guid.NewGuid(), eventId, caller));

    internal Task<Answer<RewardRequestDetails>> Approve(Guid requestId, string? actor = null) =>
        Ask<ApproveRewardRequest, RewardRequestDetails>(new ApproveRewardRequest(requestId, actor ?? Guid.NewGuid().ToString(), null));

    internal Task<Answer<RewardRequestDetails>> Reject(Guid requestId) =>
        Ask<RejectRewardRequest, RewardRequestDetails>(new RejectRewardRequest(requestId, Guid.NewGuid().ToString(), "not you"));

    internal Task<Answer<RewardRequestDetails>> Cancel(Guid requestId, Caller caller) =>
        Ask<CancelRewardRequest, RewardRequestDetails>(new CancelRewardRequest(requestId, caller));

    internal Task<Answer<RewardRequestDetails>> Read(Guid requestId, Caller caller) =>
        Ask<GetRewardRequest, RewardRequestDetails>(new GetRewardRequest(requestId, caller));

    /// <summary>What consumers of other services got so far.</summary>
    internal IReadOnlyList<T> Heard<T>(Func<T, bool> which) =>
        [.. Get<ConcurrentQueue<object>>().OfType<T>().Where(which)];

    internal sealed class Listener(ConcurrentQueue<object> heard) :
        IConsumer<RewardRequested>,
        IConsumer<RewardRequestApproved>,
        IConsumer<RewardRequestRejected>,
        IConsumer<RewardRequestCancelled>,
        IConsumer<RewardRequestsChanged>,
        IConsumer<EventsChanged>,
        IConsumer<RewardRequestDetails>,
        IConsumer<RewardRequestRevoked>,
        IConsumer<AddCouponCodes>,
        IConsumer<DefineStock>,
        IConsumer<ChangeStock>
    {
        /// <summary>A stock below it is refused, as RewardWorker does when so much is taken.</summary>
        public const int Taken = 3;

        public Task Consume(ConsumeContext<RewardRequestRevoked> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<DefineStock> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<AddCouponCodes> context)
        {
            heard.Enqueue(context.Message);
            return context.RespondAsync(new CouponCodesAdded(context.Message.RewardId, context.Message.Chunk));
        }

        public Task Consume(ConsumeContext<ChangeStock> context)
        {
            heard.Enqueue(context.Message);
            var (rewardId, _, policy) = context.Message;
            return policy.Total < Taken
                ? context.RespondAsync(new Refused("INVALID_STATE", "More is taken."))
                : context.RespondAsync(new StockDetails(rewardId, policy.Total, policy.Total - Taken, policy.LowStockAt));
        }

        public Task Consume(ConsumeContext<RewardRequested> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<RewardRequestApproved> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<RewardRequestRejected> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<RewardRequestCancelled> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<RewardRequestsChanged> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<EventsChanged> context) => Hear(context.Message);

        public Task Consume(ConsumeContext<RewardRequestDetails> context) => Hear(context.Message);

        private Task Hear(object message)
        {
            heard.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}

internal sealed record Answer<T>(T? Details, Refused? Refused) where T : class
{
    public string? Code => Refused?.Code;
}
