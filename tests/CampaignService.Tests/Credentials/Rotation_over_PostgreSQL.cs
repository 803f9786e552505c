using CampaignService.Credentials;
using Contracts;
using Contracts.Connections;
using Contracts.Users;
using Testing;
using Testing.Servers;

namespace CampaignService.Tests.Credentials;

public sealed class Rotation_over_PostgreSQL
{
    [RealFact(Real.Postgres, Own = true)]
    public async Task Counts_walks_and_wraps_as_over_SQLite()
    {
        await using var postgres = await new PostgresServer().Started();
        var (folder, owner) = (Directory.CreateTempSubdirectory("rotation-"), RunningCampaignService.Someone());
        string[] keys = [RunningCampaignService.NewKey("2025-b"), RunningCampaignService.NewKey("2025.A"), RunningCampaignService.NewKey("2026")];
        for (var newest = 0; newest < 2; newest++)
        {
            await using var before = await With(keys[..(newest + 1)]);
            await Task.WhenAll(Enumerable.Range(newest * 120, 120).Select(n => before.Connect(owner, $"a-{n}")));
        }

        await using (var service = await With(keys))
        {
            (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025-b"] = 120, ["2025.A"] = 120, ["2026"] = 0 }, ignoreOrder: true);
            await service.Ask<BeginRewrap, RewrapStarted>(new BeginRewrap(new Caller(Guid.NewGuid(), [Role.Admin])));
            await Wait.Until(async () => (await service.Store<KeyRotation>().Get(KeyRotation.OnlyId))!.EndedAt is not null, "the end of the run");
            (await service.KeyUses()).ShouldBe(new Dictionary<string, long> { ["2025-b"] = 0, ["2025.A"] = 0, ["2026"] = 240 }, ignoreOrder: true);
        }

        await using var after = await With(keys[2..]);
        after.Get<SealedCredentials>().Open(await after.Stored(owner, "a-7")).Refusal.ShouldBeNull();
        folder.Delete(recursive: true);

        Task<RunningCampaignService> With(string[] given) => RunningCampaignService.Over(
            folder.FullName,
            [("Storage:Provider", "postgres"), ("ConnectionStrings:Storage", postgres.ConnectionString), .. given.Select((key, n) => ($"Credentials:Keys:{n}", key))]);
    }
}
