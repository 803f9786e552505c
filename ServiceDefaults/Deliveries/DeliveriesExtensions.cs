using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServiceDefaults.Deliveries;

public static class DeliveriesExtensions
{
    /// <summary>The one <see cref="DeliveryTargets"/> of this host. Safe to call from each service.</summary>
    public static void AddDeliveryTargets(this WebApplicationBuilder builder) =>
        builder.Services.TryAddSingleton(DeliveryTargets.From(builder.Configuration));
}
