using Bus;
using Contracts.Deliveries;
using Documents.Sweeps;
using Hosting.Networks;
using Hosting.Secrets;
using Sessions;

namespace RewardWorker.Delivery;

internal static class DeliveryExtensions
{
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        builder.AddSecretOpener(DeliverySettings.Section, JwtSettings.SecretOrNull(builder.Configuration));
        builder.Services.AddSingleton(DeliverySettings.From(builder.Configuration));
        builder.AddOutboundConnections(DeliverySettings.Section);
        builder.Services.AddSingleton<Circuits>();
        builder.Services.AddSingleton<DeliveryClient>();
        builder.Services.AddDueSweep<GrantDelivery>(d => d.DueAt, d => new DeliveryDue(Guid.Parse(d.Id)));
    }

    public static void AddDeliveryConsumers(this ServiceConsumers bus)
    {
        bus.AddDurableConsumer<DeliverGrantConsumer>();
        bus.AddDurableConsumer<DeliveryDueConsumer, DeliveryDueDefinition>();
        bus.AddRequestConsumer<ListDeliveriesConsumer>();
    }
}
