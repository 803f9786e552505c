using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Client.Tests.Hosting;

public sealed class Clients_by_injection
{
    private readonly StubPlatform platform = new();

    [Fact]
    public async Task Each_scope_is_one_caller()
    {
        await using var services = Services(options => options.Address = StubPlatform.Address);
        platform.Answers(() => StubPlatform.Json(200, ClientSome.UserJson));
        await using var first = services.CreateAsyncScope();
        await using var second = services.CreateAsyncScope();

        Client(first).Sessions.Resume(Some.Session(DateTimeOffset.MaxValue.AddDays(-1), access: "ada"));
        await Client(first).Sessions.Me();
        await Client(second).Sessions.Me();

        platform.Sent.Select(request => request.Token).ShouldBe(["ada", null]);

        static MessagingClient Client(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<MessagingClient>();
    }

    [Fact]
    public async Task A_machine_s_may_be_one_for_all()
    {
        await using var services = Services(options => (options.Address, options.ServiceKey) = (StubPlatform.Address, "msk_key"), ServiceLifetime.Singleton);
        platform.Answers(() => StubPlatform.Json(200, Calls.Calls_that_fail.EventJson));

        await services.GetRequiredService<MessagingClient>().Events.Get(Guid.NewGuid());

        platform.Sent.ShouldHaveSingleItem().Token.ShouldBe("msk_key");
        services.GetRequiredService<MessagingClient>().ShouldBeSameAs(services.GetRequiredService<MessagingClient>());
    }

    [Theory]
    [InlineData(null, null, 4)]
    [InlineData("ftp://platform.example.com", null, 4)]
    [InlineData("/relative", null, 4)]
    [InlineData("https://platform.example.com", "a-password", 4)]
    [InlineData("https://platform.example.com", null, 11)]
    public void Options_that_make_no_sense_are_refused(string? address, string? key, int retries)
    {
        using var services = Services(options =>
        {
            options.Address = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute);
            options.ServiceKey = key;
            options.Retries = retries;
        });

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    private ServiceProvider Services(Action<MessagingClientOptions> configure, ServiceLifetime lifetime = ServiceLifetime.Scoped)
    {
        var services = new ServiceCollection();
        services.AddMessagingClient(configure, lifetime).ConfigurePrimaryHttpMessageHandler(() => platform);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
