using Testing.Processes;

namespace Flow.Tests.OneProcess;

[Collection(SharedPlatform.Collection)]
public sealed class Flow_in_one_process(SharedPlatform shared) : FlowScenarios, IAsyncLifetime
{
    private PlatformHost platform = null!;

    protected override Uri Address => platform.Address;

    protected override string MailFolder => Path.Combine(platform.Folder, "mail");

    public async Task InitializeAsync() => platform = await shared.Healthy();

    public Task DisposeAsync() => Task.CompletedTask;
}
