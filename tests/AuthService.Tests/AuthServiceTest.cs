using Contracts;

namespace AuthService.Tests;

public abstract class AuthServiceTest : IAsyncLifetime
{
    private protected AuthServiceHost Service { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Service = await AuthServiceHost.Start();

    public virtual async Task DisposeAsync() => await Service.DisposeAsync();

    private protected static Refused ShouldBeRefused(object answer, string code)
    {
        var refused = answer.ShouldBeOfType<Refused>();
        refused.Code.ShouldBe(code);
        refused.Detail.ShouldNotBeNullOrWhiteSpace();
        return refused;
    }
}
