using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class When_every_service_logs_everything : WhatIsLogged
{
    private Deployment deployment = null!;

    protected override Uri Address => deployment.Address;

    protected override string MailFolder => deployment.MailFolder;

    protected override string Output => string.Join(
        '\n', new[] { deployment.Gateway, deployment.AuthService, deployment.EventService, deployment.RewardWorker, deployment.LiveService, deployment.CampaignService }.Select(service => service.Output));

    protected override string[] Sources => ["Microsoft.AspNetCore.Routing", "MassTransit", deployment.Engine];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        deployment = await Deployment.Start(Settings);
        Uses(deployment.Passwords);
    }

    public override async Task DisposeAsync()
    {
        await deployment.DisposeAsync();
        await base.DisposeAsync();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public async Task No_secret_is_written()
    {
        await NoSecretIsWritten();
        NothingThatLetsAnybodyInIsIn(deployment.Folders);
    }
}
