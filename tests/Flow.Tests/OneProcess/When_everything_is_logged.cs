using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_everything_is_logged : WhatIsLogged
{
    private readonly PlatformHost platform = PlatformHost.With(Settings);

    protected override Uri Address => platform.Address;

    protected override string MailFolder => Path.Combine(platform.Folder, "mail");

    protected override string Output => platform.Process.Output;

    protected override string[] Sources { get; } = ["Microsoft.AspNetCore.Routing", "MassTransit"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await platform.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await platform.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task No_secret_is_written()
    {
        await NoSecretIsWritten();
        NothingThatLetsAnybodyInIsIn(platform.Folder);
        HoldsThePlatform(platform.Folder).ShouldBeTrue();
    }
}
