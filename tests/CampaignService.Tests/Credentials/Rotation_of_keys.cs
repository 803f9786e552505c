using System.Text;
using CampaignService.Credentials;
using Contracts;
using Contracts.Audit;
using Contracts.Connections;
using Contracts.Syncs;
using Contracts.Users;
using MassTransit;
using Testing;

namespace CampaignService.Tests.Credentials;

public sealed class Rotation_of_keys : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("rotation-").FullName;
    private readonly string first = RunningCampaignService.NewKey("2025");
    private readonly string second = RunningCampaignService.NewKey("2026");
    private readonly Owner owner = RunningCampaignService.Someone();
    private RunningCampaignService service = null!;

    public async Task InitializeAsync() => service = await With(first);

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Wraps_every_record_by_the_newest_key_while_others_are_written()
    {
        await Has(250);
        service = await Restarted(first, second);
        (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025"] = 250, ["2026"] = 0 }, ignoreOrder: true);

        var writing = Task.WhenAll(Enumerable.Range(0, 120).Select(n => service.Connect(owner, $"a-{n * 2}", new { token = $"new-{n * 2}" })));
        (await Begin()).Reply!.KeyId.ShouldBe("2026");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Disconnect($"a-{(n * 20) + 1}")));
        await writing;

        await Wait.Until(async () => (await service.KeyUses())["2025"] == 0, "no record to need the old key");
        (await service.KeyUses())["2026"].ShouldBe(240);
        (await service.Stored(owner, "a-1")).Sealed.ShouldBeNull("it was taken away meanwhile");
        await service.Hears(entry => entry.Action == "keys.rewrapped", "the entry of its end");
        service = await Restarted(second);
        foreach (var n in new[] { 0, 2, 3, 117, 238, 249 })
        {
            Opened(await service.Stored(owner, $"a-{n}")).ShouldBe($$"""{"token":"{{(n % 2 == 0 && n < 240 ? "new" : "old")}}-{{n}}"}""");
        }
    }

    [Fact]
    public async Task Goes_on_where_it_was_when_the_process_ended()
    {
        await Has(250);
        service = await Restarted(first, second);
        await Begin();
        await Wait.Until(async () => (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.Step > 1, "the first page");

        service = await Restarted(first, second);

        await Wait.Until(async () => (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.EndedAt is not null, "the end of the run");
        (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025"] = 0, ["2026"] = 250 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Of_a_lost_key_leaves_its_records_which_say_so()
    {
        await service.Connect(owner, "lost");
        service = await Restarted(second);
        await service.Connect(owner, "kept");

        (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025"] = 1, ["2026"] = 1 }, ignoreOrder: true);
        await Begin();
        await Wait.Until(async () => (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.EndedAt is not null, "the end of the run");
        (await service.KeyUses())["2025"].ShouldBe(1);
        (await Change("lost", AccountStatus.Active)).Code.ShouldBe(Codes.KeyUnavailable);
        (await Change("lost", null, 60)).Code.ShouldBe(Codes.KeyUnavailable);
        (await service.Ask<BeginSync, SyncDetails>(new BeginSync(Guid.NewGuid(), owner, "http", "lost", RunningCampaignService.User()))).Code.ShouldBe(Codes.KeyUnavailable);
        (await Change("lost", AccountStatus.Inactive)).Code.ShouldBeNull("that needs no credentials");
        (await Change("kept", AccountStatus.Active)).Code.ShouldBeNull();
        service.Get<SealedCredentials>().Open(await service.Stored(owner, "lost")).Refusal!.Code.ShouldBe(Codes.KeyUnavailable);

        (await service.Connect(owner, "lost")).Reply!.Account.KeyId.ShouldBe("2026", "they were stored again");
        (await Change("lost", AccountStatus.Active)).Code.ShouldBeNull();
    }

    [Fact]
    public async Task Begun_where_other_keys_are_configured_is_not_ended_but_waits_for_them()
    {
        await Has(3);
        var failed = new Failed();
        service.Bus.ConnectConsumeObserver(failed);
        var rotation = new KeyRotation { Id = KeyRotation.OnlyId };
        rotation.Begin("system", ["2025", "2026"], Guid.NewGuid(), DateTimeOffset.UnixEpoch);
        (await service.Store<KeyRotation>().Insert(rotation)).IsSaved.ShouldBeTrue();
        (await failed.Seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldContain("2026");

        (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.EndedAt.ShouldBeNull();
        (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025"] = 3 });
    }

    [Fact]
    public async Task Tells_what_it_could_not_unwrap()
    {
        await Has(3);
        var tampered = await service.Stored(owner, "a-1");
        tampered.Sealed = tampered.Sealed! with { DataKey = new byte[60] };
        (await service.Store<ConnectedAccount>().Update(tampered)).IsSaved.ShouldBeTrue();
        service = await Restarted(first, second);

        await Begin();

        await service.Hears(entry => entry.Action == "keys.rewrapped", "the entry of its end");
        var end = service.Heard<ChangeRecorded>().Single(entry => entry.Action == "keys.rewrapped").After!;
        end["failed"].GetInt64().ShouldBe(1);
        end["records"].GetRawText().ShouldBe("""{"2025":1,"2026":2}""");
    }

    [Fact]
    public async Task Begun_twice_ends_once_and_a_command_that_comes_again_begins_nothing()
    {
        await Has(5);
        service = await Restarted(first, second);
        var command = Guid.NewGuid();

        await Begin(command);
        await Begin();
        await Begin(command);

        await Wait.Until(async () => (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.EndedAt is not null, "the end of the run");
        await service.Hears(entry => entry.Action == "keys.rewrapped", "the entry of its end");
        service.Heard<ChangeRecorded>().Count(entry => entry.Action == "keys.rewrap_begun").ShouldBe(2);
        (await service.KeyUses())["2026"].ShouldBe(5);
    }

    private Task<RunningCampaignService> With(params string[] keys) =>
        RunningCampaignService.Over(folder, [.. keys.Select((key, n) => ($"Credentials:Keys:{n}", key))]);

    private async Task<RunningCampaignService> Restarted(params string[] keys)
    {
        await service.DisposeAsync();
        return await With(keys);
    }

    private async Task Has(int count)
    {
        var connected = await Task.WhenAll(Enumerable.Range(0, count).Select(n => service.Connect(owner, $"a-{n}", new { token = $"old-{n}" })));
        connected.ShouldAllBe(answer => answer.Reply!.IsNew);
    }

    private Task<Answer<RewrapStarted>> Begin(Guid? command = null) =>
        service.Ask<BeginRewrap, RewrapStarted>(new BeginRewrap(new Caller(Guid.NewGuid(), [Role.Admin])), command);

    private async Task Disconnect(string accountId) =>
        (await service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, accountId, RunningCampaignService.User()))).Code.ShouldBeNull();

    private Task<Answer<ConnectedAccountDetails>> Change(string accountId, AccountStatus? status, int? minutes = null) => service.Ask<ChangeConnectedAccount, ConnectedAccountDetails>(
        new ChangeConnectedAccount(owner, RunningCampaignService.Http, accountId, status, minutes, Unscheduled: false, RunningCampaignService.User()));

    private sealed class Failed : IConsumeObserver
    {
        public TaskCompletionSource<string> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task PreConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception) where T : class
        {
            if (context.Message is RewrapCredentials)
            {
                Seen.TrySetResult(exception.Message);
            }

            return Task.CompletedTask;
        }
    }

    private string Opened(ConnectedAccount account) => Encoding.UTF8.GetString(service.Get<SealedCredentials>().Open(account).Credentials!);
}
