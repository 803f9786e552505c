using Bus;

namespace AuthService.ServiceAccounts;

internal static class ServiceAccountExtensions
{
    public static void AddServiceAccountConsumers(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<CreateServiceAccountConsumer>();
        bus.AddRequestConsumer<ListServiceAccountsConsumer>();
        bus.AddFinishingRequestConsumer<RotateServiceKeyConsumer>();
        bus.AddFinishingRequestConsumer<DeleteServiceAccountConsumer>();
        bus.AddRequestConsumer<CheckServiceKeyConsumer>();
    }
}
