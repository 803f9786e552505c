using AuthService;
using Bus;
using Bus.DeadLetters;
using CampaignService;
using EventService;
using Gateway;
using Hosting;
using LiveService;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RewardWorker;

namespace Contracts.Tests;

/// <summary>Their names are on the broker's page, in metrics and in REST.</summary>
public sealed class Queues
{
    private static readonly Dictionary<string, Action<IBusRegistrationConfigurator>> Services = new()
    {
        ["auth"] = bus => bus.AddAuthServiceConsumers(),
        ["event"] = bus => bus.AddEventServiceConsumers(),
        ["reward"] = bus => bus.AddRewardWorkerConsumers(),
        ["live"] = bus => bus.AddLiveServiceConsumers(),
        ["campaign"] = bus => bus.AddCampaignServiceConsumers(),
        ["gateway"] = bus => bus.AddGatewayConsumers(),
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_says_whose_it_is_and_what_kind(string service)
    {
        await using var host = Host(Services[service]);

        var queues = QueuesOf(host);

        queues.ShouldNotBeEmpty();
        queues.ShouldAllBe(queue => System.Text.RegularExpressions.Regex.IsMatch(queue, $"^{service}\\.(ask|work)\\.[a-z0-9]+(-[a-z0-9]+)*$", System.Text.RegularExpressions.RegexOptions.NonBacktracking));
    }

    [Fact]
    public async Task What_is_asked_is_not_kept_and_all_work_is()
    {
        await using var host = Host(Services.Where(service => service.Key != "gateway").Aggregate((IBusRegistrationConfigurator _) => { }, (all, one) => all + one.Value));

        var queues = QueuesOf(host);

        queues.ShouldBeUnique();
        new[] { "event.ask.get-event", "event.work.record-outcome", "reward.work.fulfilment", "reward.work.delivery-due" }.ShouldBeSubsetOf(queues);
        host.Services.GetRequiredService<WorkQueues>().Names.ShouldBe(queues.Where(queue => queue.Contains(".work.", StringComparison.Ordinal)), ignoreOrder: true);
    }

    private static WebApplication Host(Action<IBusRegistrationConfigurator> consumers)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Transport", "embedded")]);
        builder.AddHosting();
        builder.AddMessageBus(consumers);
        return builder.Build();
    }

    private static List<string> QueuesOf(WebApplication host)
    {
        var bus = host.Services.GetRequiredService<IBusControl>();
        return [.. bus.CheckHealth().Endpoints.Values.Select(endpoint => endpoint.InputAddress).Where(address => address != bus.Address).Select(address => address.Segments[^1])];
    }
}
