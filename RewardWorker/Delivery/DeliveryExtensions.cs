using System.Net;
using Contracts.Deliveries;
using MassTransit;
using ServiceDefaults.Deliveries;
using ServiceDefaults.Messaging;
using ServiceDefaults.Secrets;
using ServiceDefaults.Storage;

namespace RewardWorker.Delivery;

internal static class DeliveryExtensions
{
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        builder.AddSecretOpener();
        builder.Services.AddSingleton(DeliverySettings.From(builder.Configuration));
        builder.AddDeliveryTargets();
        builder.Services.AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        builder.Services.AddSingleton<DeliveryConnections>();
        builder.Services.AddSingleton<Circuits>();
        builder.Services.AddSingleton<DeliveryClient>();
        builder.Services.AddDueSweep<GrantDelivery>(d => d.DueAt, d => new DeliveryDue(Guid.Parse(d.Id)));
    }

    public static void AddDeliveryConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddDurableConsumer<DeliverGrantConsumer>();
        bus.AddConsumer<DeliveryDueConsumer, DeliveryDueDefinition>();
        bus.AddRequestConsumer<ListDeliveriesConsumer>();
    }
}
