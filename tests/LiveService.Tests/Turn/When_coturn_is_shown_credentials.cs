using Contracts.Turn;
using LiveService.Turn;
using Testing.Servers;

namespace LiveService.Tests.Turn;

/// <summary>A real coturn that knows another secret besides, as while one is replaced.</summary>
public sealed class When_coturn_is_shown_credentials : IAsyncLifetime
{
    private const string Secret = "a-secret-of-32-bytes-that-coturn-knows";

    private CoturnServer? coturn;
    private RunningLiveService? service;

    public async Task InitializeAsync()
    {
        if (Real.Coturn.IsInstalled())
        {
            coturn = await new CoturnServer("another-secret", Secret).Started();
            service = await RunningLiveService.Start(("Turn:Secrets:0", Secret), ("Turn:Uris:0", coturn.ConnectionString));
        }
    }

    public async Task DisposeAsync()
    {
        if (coturn is not null)
        {
            await service!.DisposeAsync();
            await coturn.DisposeAsync();
        }
    }

    [RealFact(Real.Coturn, Own = true)]
    public async Task It_relays_with_those_that_were_issued()
    {
        var issued = await Issue();

        await coturn!.Use(issued.Username, issued.Credential);
    }

    [RealFact(Real.Coturn, Own = true)]
    public async Task It_relays_for_a_server()
    {
        var issued = (await service!.Ask<IssueServerCredentials, TurnCredentials>(new IssueServerCredentials("janus"))).Reply!;

        await coturn!.Use(issued.Username, issued.Credential);
    }

    [RealFact(Real.Coturn, Own = true)]
    public async Task It_refuses_a_wrong_one_and_another_s()
    {
        var issued = await Issue();

        await Refused(issued.Username, Turn_credentials.Sign("a-secret-that-nobody-knows", issued.Username));
        await Refused($"{issued.Username}0", issued.Credential);
    }

    [RealFact(Real.Coturn, Own = true)]
    public async Task It_refuses_one_that_has_expired()
    {
        var issued = service!.Get<TurnSigner>().Sign(service.Time.GetUtcNow().AddSeconds(-1), Guid.NewGuid().ToString());

        await Refused(issued.Username, issued.Credential);
    }

    private async Task<TurnCredentials> Issue() =>
        (await service!.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(null, RunningLiveService.User()))).Reply!;

    private async Task Refused(string username, string credential) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => coturn!.Use(username, credential))).Message.ShouldContain("Cannot complete Allocation");
}
