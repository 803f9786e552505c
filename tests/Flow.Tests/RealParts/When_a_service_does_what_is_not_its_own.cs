using System.Net;
using System.Text;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;
using Testing;
using Testing.Processes;
using Drills.Receivers;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.RealParts;

/// <summary>With the users of <c>deploy/</c>, as which the services of every other class here do their work.</summary>
public sealed class When_a_service_does_what_is_not_its_own(SharedDeployment shared) : OnSharedDeployment(shared)
{
    private const string Stubborn = "reward.work.stock-low";

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task The_broker_refuses_to_hand_over_what_is_for_another()
    {
        await Refused(Deployment.Gateway, channel => channel.BasicConsumeAsync("reward.work.fulfilment", false, new AsyncDefaultBasicConsumer(channel)));
        await Refused(Deployment.Gateway, channel => channel.BasicGetAsync("event.ask.get-event", false));
        await Refused(Deployment.AuthService, channel => channel.BasicGetAsync("event.work.append-audit-entry_error", false));
        await Refused(Deployment.EventService, channel => channel.QueuePurgeAsync("reward.work.fulfilment"));
        await Refused(Deployment.EventService, channel => channel.QueueBindAsync("event.work.record-login", "Contracts.Users:RegisterUser", ""));
        await Refused(Deployment.RewardWorker, channel => channel.QueueDeleteAsync("event.work.record-outcome"));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task The_broker_takes_no_message_that_another_is_to_send()
    {
        await Refused(Deployment.Gateway, channel => Publish(channel, "Contracts.Requests:RewardRequestApproved"));
        await Refused(Deployment.Gateway, channel => Publish(channel, "Contracts.Viewing:RecordWatchTime"));
        await Refused(Deployment.AuthService, channel => Publish(channel, "Contracts.Requests:RequestReward"));
        await Refused(Deployment.EventService, channel => Publish(channel, "reward.work.fulfilment"));
        await Refused(Deployment.RewardWorker, channel => Publish(channel, "Contracts.Users:ChangeRoles"));

        // Of the default exchange each queue is an address.
        await Refused(Deployment.RewardWorker, channel => Publish(channel, "", "event.work.approve-reward-request"));
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task PostgreSQL_lets_it_into_its_own_database_only()
    {
        foreach (var database in new[] { "event_db", "reward_db", "live_db", "campaign_db", "postgres", "template1" })
        {
            (await Should.ThrowAsync<PostgresException>(() => Run(Deployment.AuthService, database, "select 1"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        (await Should.ThrowAsync<PostgresException>(() => Run(Deployment.AuthService, "user_db", "create role another"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => Run(Deployment.AuthService, "user_db", "create database another"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Redis_shows_it_its_own_keys_only()
    {
        // Else the client refuses by itself what administers.
        await using var gateway = await ConnectionMultiplexer.ConnectAsync($"{Deployment.Gateway.Setting("ConnectionStrings__Redis")},allowAdmin=true");

        await NotPermitted(() => gateway.GetDatabase().KeyDeleteAsync("login_failures:account:admin@example.com"));
        await NotPermitted(() => gateway.GetDatabase().ExecuteAsync("FLUSHALL"));
        await NotPermitted(() => gateway.GetDatabase().ExecuteAsync("ACL", "LIST"));
        await Should.ThrowAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync($"{Deployment.Redis.ConnectionString},connectRetry=0,connectTimeout=1000"));

        static async Task NotPermitted(Func<Task> command) => (await Should.ThrowAsync<RedisServerException>(command)).Message.ShouldStartWith("NOPERM");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task Dead_letters_are_still_shown_and_sent_again()
    {
        var campaign = await Campaign.Start(Deployment.Address);
        await using var connection = await Connect(Deployment.RewardWorker);
        await using var channel = await connection.CreateChannelAsync();
        await Publish(channel, Stubborn);
        await AreShown();

        var moved = (await campaign.Admin.Post($"/operations/dead-letters/{Stubborn}/redeliver")).Expect(HttpStatusCode.Accepted);

        moved.Json.GetProperty("moved").GetInt64().ShouldBe(1);
        await AreShown();
        await channel.QueuePurgeAsync($"{Stubborn}_error");

        Task AreShown() => Wait.Until(
            async () => await campaign.Admin.Get("/operations/dead-letters") is { IsUnavailable: false } answer
                && answer.Expect(HttpStatusCode.OK).Items.Any(letters => letters.GetProperty("queue").GetString() == Stubborn),
            () => $"the dead letter of {Stubborn} to be shown; RewardWorker wrote:\n{Deployment.RewardWorker.Output}");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task A_grant_is_still_delivered()
    {
        await using var receiver = await WebhookReceiver.Start();
        var campaign = await Campaign.Start(Deployment.Address, changes: null, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();

        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);

        receiver.Received.ShouldHaveSingleItem();
    }

    private static async Task Refused(ServiceProcess service, Func<IChannel, Task> what)
    {
        await using var connection = await Connect(service);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

        var refused = await Should.ThrowAsync<OperationInterruptedException>(() => what(channel));
        refused.ShutdownReason.ShouldNotBeNull().ReplyText.ShouldStartWith("ACCESS_REFUSED");
    }

    private static Task<IConnection> Connect(ServiceProcess service) =>
        new ConnectionFactory { Uri = new Uri(service.Setting("ConnectionStrings__RabbitMq")) }.CreateConnectionAsync();

    private static Task Publish(IChannel channel, string exchange, string key = "") =>
        channel.BasicPublishAsync(exchange, key, mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes("{}")).AsTask();

    private static async Task Run(ServiceProcess service, string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{service.Setting("ConnectionStrings__Storage")};Database={database};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
