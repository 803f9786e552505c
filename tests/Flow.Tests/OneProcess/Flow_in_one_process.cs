using Support.Processes;
namespace Flow.Tests.OneProcess;

public sealed class Flow_in_one_process(PlatformHost platform) : FlowScenarios, IClassFixture<PlatformHost>
{
    protected override Uri Address => platform.Address;
}
