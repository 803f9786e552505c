using Testing.Processes;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class Flow_over_real_parts(SharedDeployment shared) : FlowScenarios, IAsyncLifetime
{
    private Deployment deployment = null!;

    protected override Uri Address => deployment.Address;

    protected override string MailFolder => deployment.MailFolder;

    public async Task InitializeAsync() => deployment = await shared.Healthy();

    public Task DisposeAsync()
    {
        deployment.ThrowIfOneDied();
        return Task.CompletedTask;
    }
}
