using AuthService.ServiceAccounts;
using Contracts;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Sessions;

namespace AuthService.Tests.ServiceAccounts;

public sealed class Service_accounts : AuthServiceTest
{
    private static readonly Caller Admin = new(Guid.NewGuid(), [Role.Admin]);

    private readonly Guid id = Guid.NewGuid();

    private KeyStore Store => Service.Get<KeyStore>();

    [Fact]
    public async Task A_key_of_one_counts_until_it_is_deleted_and_then_at_once_no_more()
    {
        var key = await HasAccount();
        (await Accepts(key)).ShouldBeTrue();

        var command = Guid.NewGuid();
        (await Delete(command)).ShouldBe(new ServiceAccountDeleted(id));

        (await Accepts(key)).ShouldBeFalse();
        (await Delete(command)).ShouldBe(new ServiceAccountDeleted(id), "the same command again");
        ShouldBeRefused(await Delete(), Codes.NotFound);
        ShouldBeRefused(await Rotate(ServiceKey.Create(id)), Codes.NotFound);
        (await List()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deletion_is_true_after_the_store_of_keys_has_lost_everything()
    {
        var key = await HasAccount();
        await Accepts(key);
        await Delete();

        Store.LoseEverything();

        (await Accepts(key)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_key_ends_the_old_at_once_or_after_the_overlap()
    {
        var (first, second, third) = (await HasAccount(), ServiceKey.Create(id), ServiceKey.Create(id));
        await Accepts(first);

        (await Rotate(second)).ShouldBeOfType<ServiceAccountDetails>();
        (await Accepts(first)).ShouldBeFalse();
        (await Accepts(second)).ShouldBeTrue();

        (await Rotate(third, overlap: 600)).ShouldBeOfType<ServiceAccountDetails>();
        (await Accepts(second)).ShouldBeTrue();
        (await Accepts(third)).ShouldBeTrue();
        Service.Time.Advance(TimeSpan.FromSeconds(600));
        (await Accepts(second)).ShouldBeFalse();
        (await Accepts(third)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rotation_that_is_delivered_again_undoes_no_later_one()
    {
        var (command, second, third) = (Guid.NewGuid(), ServiceKey.Create(id), ServiceKey.Create(id));
        await HasAccount();
        await Rotate(second, command: command);
        await Rotate(third);

        await Rotate(second, command: command);

        (await Accepts(third)).ShouldBeTrue();
        (await Accepts(second)).ShouldBeFalse();
    }

    [Fact]
    public async Task Ten_keys_at_a_time_work()
    {
        await HasAccount();
        for (var i = 0; i < 9; i++)
        {
            (await Rotate(ServiceKey.Create(id), overlap: 600)).ShouldBeOfType<ServiceAccountDetails>();
        }

        ShouldBeRefused(await Rotate(ServiceKey.Create(id), overlap: 600), Codes.InvalidState);
        (await Rotate(ServiceKey.Create(id))).ShouldBeOfType<ServiceAccountDetails>();
        (await Stored())!.Keys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_has_expired_has_no_key_that_counts()
    {
        var key = await HasAccount(expiresAt: Service.Time.GetUtcNow().AddHours(1));
        (await Accepts(key)).ShouldBeTrue();

        Service.Time.Advance(TimeSpan.FromHours(1));

        (await Accepts(key)).ShouldBeFalse();
        (await List()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_hash_of_a_key_is_stored_and_not_the_key()
    {
        var key = await HasAccount();

        (await Stored())!.Keys.ShouldHaveSingleItem().Hash.ShouldBe(key.Hash);
        key.Hash.ShouldNotContain(key.Text);
        key.ToString().ShouldNotContain(key.Text);
    }

    [Fact]
    public async Task The_last_use_is_known_to_the_minute_and_a_wrong_key_is_none()
    {
        var key = await HasAccount();
        await Check(ServiceKey.Create(id));
        (await List()).ShouldHaveSingleItem().LastUsedAt.ShouldBeNull();

        await Check(key);
        var first = (await List()).ShouldHaveSingleItem().LastUsedAt.ShouldNotBeNull();
        var version = (await Stored())!.Version;
        await Check(key);
        (await Stored())!.Version.ShouldBe(version, "no write for each call");

        Service.Time.Advance(TimeSpan.FromMinutes(2));
        await Check(key);
        (await List()).ShouldHaveSingleItem().LastUsedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(first.AddMinutes(2));
    }

    [Fact]
    public async Task What_fills_the_store_never_brings_back_what_was_ended_meanwhile()
    {
        var key = await HasAccount();
        Store.BeforeNextSet = () => Delete();

        await Check(key);

        (await Store.Get(id))!.Accept(key, Service.Time.GetUtcNow()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_told_to_a_store_that_lost_it_is_told_again_by_who_fills_it()
    {
        var key = await HasAccount();
        Store.BeforeNextSet = async () =>
        {
            await Delete();
            Store.LoseEverything();
        };

        await Check(key);

        (await Store.Get(id))!.Accept(key, Service.Time.GetUtcNow()).ShouldBeFalse();
    }

    [Fact]
    public async Task While_the_store_of_keys_is_down_nothing_is_changed()
    {
        var key = await HasAccount();
        Store.IsDown = true;

        await Should.ThrowAsync<Exception>(() => Delete());
        await Should.ThrowAsync<Exception>(() => Rotate(ServiceKey.Create(id)));

        Store.IsDown = false;
        (await Accepts(key)).ShouldBeTrue();
        (await Service.Audited.Of($"service_account:{id}", 1)).ShouldHaveSingleItem().Action.ShouldBe("service_account.created");
    }

    [Fact]
    public async Task No_service_account_makes_changes_or_deletes_another()
    {
        var machine = new Caller(Guid.NewGuid(), [], [.. Permissions.All]);
        var key = ServiceKey.Create(id);
        ShouldBeRefused(await Create(key, machine, [Permissions.EventsRead]), Codes.Forbidden);
        ShouldBeRefused(await Create(key, new Caller(Guid.NewGuid(), [Role.Operator]), [Permissions.EventsRead]), Codes.Forbidden);

        await Create(key, Admin, [Permissions.AuditRead]);
        ShouldBeRefused(await Rotate(ServiceKey.Create(id), caller: machine), Codes.Forbidden);
        ShouldBeRefused(await Delete(caller: machine), Codes.Forbidden);
        ShouldBeRefused(await Create(ServiceKey.Create(Guid.NewGuid()), Admin, ["events:rule"]), Codes.ValidationFailed);
        (await Accepts(key)).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_change_is_audited_without_keys()
    {
        var other = new Caller(Guid.NewGuid(), [Role.Admin]);
        var key = await HasAccount();
        await Rotate(ServiceKey.Create(id), overlap: 60, caller: other);
        await Delete();

        var entries = await Service.Audited.Of($"service_account:{id}", 3);

        entries.Select(entry => entry.Action).ShouldBe(["service_account.created", "service_account.rotated", "service_account.deleted"]);
        entries.Select(entry => entry.Actor).ShouldBe([Admin.UserId.ToString(), other.UserId.ToString(), Admin.UserId.ToString()]);
        entries[0].After!["permissions"].EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(Permissions.EventsRead);
        string.Join(' ', entries).ShouldNotContain(key.Hash);
    }

    [Fact]
    public async Task The_same_call_again_has_the_key_that_it_shows()
    {
        var (first, again, command) = (ServiceKey.Create(id), ServiceKey.Create(id), Guid.NewGuid());
        await Create(first, Admin, [Permissions.EventsRead], command);
        await Create(first, Admin, [Permissions.EventsRead], command);
        (await Stored())!.Keys.ShouldHaveSingleItem().Hash.ShouldBe(first.Hash);

        (await Create(again, Admin, [Permissions.EventsRead])).ShouldBeOfType<ServiceAccountDetails>();

        (await Accepts(first)).ShouldBeFalse();
        (await Store.Get(id))!.Accept(again, Service.Time.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_call_again_ends_no_key_that_was_used_or_made_since()
    {
        var (used, rotated) = (ServiceKey.Create(id), ServiceKey.Create(Guid.NewGuid()));
        await Create(used, Admin, [Permissions.EventsRead]);
        await Check(used);
        await Create(ServiceKey.Create(rotated.AccountId), Admin, [Permissions.EventsRead]);
        await Rotate(rotated);

        foreach (var key in new[] { used, rotated })
        {
            ShouldBeRefused(await Create(ServiceKey.Create(key.AccountId), Admin, [Permissions.EventsRead]), Codes.InvalidState);
            (await Accepts(key)).ShouldBeTrue();
        }
    }

    /// <summary>As a Gateway decides it.</summary>
    private async Task<bool> Accepts(ServiceKey key)
    {
        if (await Store.Get(key.AccountId) is null)
        {
            await Check(key);
        }

        return (await Store.Get(key.AccountId))!.Accept(key, Service.Time.GetUtcNow());
    }

    private async Task<ServiceKey> HasAccount(DateTimeOffset? expiresAt = null)
    {
        var key = ServiceKey.Create(id);
        (await Create(key, Admin, [Permissions.EventsRead], expiresAt: expiresAt)).ShouldBeOfType<ServiceAccountDetails>();
        return key;
    }

    private Task<object> Create(ServiceKey key, Caller caller, string[] permissions, Guid? command = null, DateTimeOffset? expiresAt = null) =>
        Service.Ask<ServiceAccountDetails>(new CreateServiceAccount(key.AccountId, "import", permissions, expiresAt, key.Hash, caller), command);

    private Task<object> Rotate(ServiceKey key, int overlap = 0, Caller? caller = null, Guid? command = null) =>
        Service.Ask<ServiceAccountDetails>(new RotateServiceKey(key.AccountId, key.Hash, overlap, caller ?? Admin), command);

    private Task<object> Delete(Guid? command = null, Caller? caller = null) =>
        Service.Ask<ServiceAccountDeleted>(new DeleteServiceAccount(id, caller ?? Admin), command);

    private Task<object> Check(ServiceKey key) => Service.Ask<ServiceKeyChecked>(new CheckServiceKey(key.AccountId, key.Hash));

    private async Task<IReadOnlyList<ServiceAccountDetails>> List() => ((ServiceAccountList)await Service.Ask<ServiceAccountList>(new ListServiceAccounts(20, null))).Items;

    private Task<ServiceAccount?> Stored() => Service.Store<ServiceAccount>().Get(id.ToString());
}
