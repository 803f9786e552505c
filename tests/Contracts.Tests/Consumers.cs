using System.Reflection;
using MassTransit;

namespace Contracts.Tests;

public sealed class Consumers
{
    private static readonly Dictionary<string, string> Owners = new()
    {
        ["Contracts.Users"] = "AuthService",
        ["Contracts.ServiceAccounts"] = "AuthService",
        ["Contracts.Sessions"] = "AuthService",
        ["Contracts.Mails"] = "AuthService",
        ["Contracts.Teams"] = "AuthService",
        ["Contracts.Activities"] = "EventService",
        ["Contracts.Audit"] = "EventService",
        ["Contracts.Events"] = "EventService",
        ["Contracts.Campaigns"] = "CampaignService",
        ["Contracts.Syncs"] = "CampaignService",
        ["Contracts.Reports"] = "EventService",
        ["Contracts.Rewards"] = "EventService",
        ["Contracts.Requests"] = "EventService",
        ["Contracts.Deliveries"] = "RewardWorker",
        ["Contracts.Granting"] = "RewardWorker",
        ["Contracts.Wallets"] = "RewardWorker",
        ["Contracts.Connections"] = "CampaignService",
        ["Contracts.Rooms"] = "LiveService",
        ["Contracts.Stages"] = "LiveService",
        ["Contracts.Viewing"] = "LiveService",
        ["Contracts.Turn"] = "LiveService",
    };

    private static readonly Dictionary<string, List<Type>> Consumed =
        Owners.Values.Append("Gateway").Distinct().ToDictionary(name => name, name => Assembly.Load(name).GetTypes().SelectMany(Consumes).ToList());

    public static TheoryData<Type> Commands => [.. Message.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_has_one_consumer_in_the_service_that_owns_it(Type command)
    {
        var owner = Owners[command.Namespace!];

        Consumed.SelectMany(service => service.Value.Where(message => message == command).Select(_ => service.Key)).ShouldBe([owner]);
    }

    /// <summary>A command whose verb <see cref="Message"/> does not know would escape the rule above.</summary>
    [Fact]
    public void What_is_consumed_is_a_command_or_named_as_an_event() =>
        Consumed.Values.SelectMany(messages => messages).Except(Message.Commands)
            .ShouldAllBe(message => message.Name.EndsWith("ed", StringComparison.Ordinal) || message.Name == "UserLoggedIn" || message.Name == "StockLow" || message.Name == "FulfilmentDue" || message.Name == "DeliveryDue" || message.Name == "MailDue" || message.Name == "SyncDue");

    [Fact]
    public void A_saga_consumes_events_only() =>
        Consumed["RewardWorker"].Where(message => message.Namespace == "Contracts.Requests").ShouldAllBe(message => !Message.Commands.Contains(message));

    private static IEnumerable<Type> Consumes(Type type)
    {
        if (type.IsAbstract)
        {
            return [];
        }

        var consumers = type.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConsumer<>));
        var events = type.IsAssignableTo(typeof(StateMachine))
            ? type.GetProperties().Select(p => p.PropertyType).Where(p => p.IsGenericType && p.GetGenericTypeDefinition() == typeof(Event<>))
            : [];
        return consumers.Concat(events).Select(t => t.GetGenericArguments()[0]);
    }
}
