using System.Text.Json;
using CampaignService.Credentials;
using CampaignService.Owners;
using Contracts;
using Contracts.Audit;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;
using MassTransit;
using Testing;

namespace CampaignService.Tests.Credentials;

public sealed class Connected_accounts : CampaignServiceTest
{
    private readonly Owner owner = RunningCampaignService.Someone();

    [Fact]
    public async Task One_is_connected_listed_changed_and_disconnected()
    {
        var connected = (await Service.Connect(owner, "acme.1", syncEveryMinutes: 60)).Reply!;
        connected.IsNew.ShouldBeTrue();
        (connected.Account.AccountId, connected.Account.Status, connected.Account.SyncEveryMinutes, connected.Account.LastSyncAt, connected.Account.KeyId)
            .ShouldBe(("acme.1", AccountStatus.Active, 60, null, "first"));

        var again = (await Service.Connect(owner, "acme.1", new { token = "another" })).Reply!;
        (again.IsNew, again.Account.SyncEveryMinutes, again.Account.CreatedAt).ShouldBe((false, null, connected.Account.CreatedAt));
        (await Service.Accounts(owner)).ShouldHaveSingleItem().AccountId.ShouldBe("acme.1");

        (await Change(AccountStatus.Inactive, 30)).Reply!.ShouldSatisfyAllConditions(a => a.Status.ShouldBe(AccountStatus.Inactive), a => a.SyncEveryMinutes.ShouldBe(30));
        (await Change(null, null, unscheduled: true)).Reply!.ShouldSatisfyAllConditions(a => a.Status.ShouldBe(AccountStatus.Inactive), a => a.SyncEveryMinutes.ShouldBeNull());

        (await Disconnect()).Reply!.AccountId.ShouldBe("acme.1");
        (await Disconnect()).Code.ShouldBe(Codes.NotFound);
        (await Change(AccountStatus.Active, null)).Code.ShouldBe(Codes.NotFound);
        (await Service.Accounts(owner)).ShouldBeEmpty();
        (await Service.Stored(owner, "acme.1")).Sealed.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_is_connected_again_is_another_connection()
    {
        await Service.Connect(owner, "acme.1");
        var first = (await Service.Stored(owner, "acme.1")).ConnectionId;
        await Disconnect();

        (await Service.Connect(owner, "acme.1")).Reply!.IsNew.ShouldBeTrue();

        (await Service.Stored(owner, "acme.1")).ConnectionId.ShouldNotBe(first);
    }

    [Fact]
    public async Task Each_owner_has_accounts_of_his_own()
    {
        var team = new Owner(OwnerKind.Team, owner.Id);
        await Service.Connect(owner);
        await Service.Connect(team);

        (await Service.Accounts(owner)).Count.ShouldBe(1);
        (await Service.Accounts(team)).Count.ShouldBe(1);
        (await Service.Stored(owner)).Sealed!.Credentials.ShouldNotBe((await Service.Stored(team)).Sealed!.Credentials);
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_field_and_stores_nothing()
    {
        (await Service.Connect(owner, "a b")).Refused!.Errors!.Keys.ShouldBe(["accountId"]);
        (await Service.Connect(owner, credentials: new { token = "a\r\nb: c" })).Refused!.Errors!.Keys.ShouldBe(["credentials.token"]);
        (await Service.Connect(owner, credentials: new { })).Refused!.Errors!.Keys.ShouldBe(["credentials.token"]);
        (await Service.Connect(owner, syncEveryMinutes: 4)).Refused!.Errors!.Keys.ShouldBe(["syncEveryMinutes"]);
        (await Service.Connect(owner, platform: "nobody")).Code.ShouldBe(Codes.NotFound);
        (await Service.Accounts(owner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_encrypted_for_another_record_on_its_way_is_taken_by_none()
    {
        var ofA = Service.Sealed(owner, RunningCampaignService.Http, "a", new { token = "t" });
        var ofAnother = new ConnectAccount(owner, RunningCampaignService.Http, "b", ofA, null, RunningCampaignService.User());

        await Should.ThrowAsync<RequestFaultException>(() => Service.Ask<ConnectAccount, AccountConnected>(ofAnother));
        (await Service.Ask<ConnectAccount, AccountConnected>(ofAnother with { AccountId = "a" })).Code.ShouldBeNull();
    }

    [Fact]
    public async Task A_command_that_comes_again_is_answered_as_the_first_time_and_undoes_no_later_one()
    {
        var command = Guid.NewGuid();
        (await Service.Connect(owner, credentials: new { token = "one" }, messageId: command)).Reply!.IsNew.ShouldBeTrue();
        (await Service.Connect(owner, credentials: new { token = "one" }, messageId: command)).Reply!.IsNew.ShouldBeTrue();
        await Service.Connect(owner, credentials: new { token = "two" });
        var later = (await Service.Stored(owner)).Sealed!.Credentials;

        await Service.Connect(owner, credentials: new { token = "one" }, messageId: command);

        (await Service.Stored(owner)).Sealed!.Credentials.ShouldBe(later);
    }

    [Fact]
    public async Task A_command_that_comes_again_brings_nothing_back_and_changes_nothing_that_was_changed_since()
    {
        var (connect, change) = (Guid.NewGuid(), Guid.NewGuid());
        await Service.Connect(owner, "acme.1", messageId: connect);
        (await Change(AccountStatus.Inactive, null, messageId: change)).Code.ShouldBeNull();
        (await Change(AccountStatus.Active, 60)).Code.ShouldBeNull();

        (await Change(AccountStatus.Inactive, null, messageId: change)).Reply!.Status.ShouldBe(AccountStatus.Active);
        await Disconnect();
        (await Change(AccountStatus.Inactive, null, messageId: change)).Code.ShouldBe(Codes.NotFound);
        (await Service.Connect(owner, "acme.1", messageId: connect)).Code.ShouldBe(Codes.NotFound);

        (await Service.Accounts(owner)).ShouldBeEmpty();
        (await Service.Stored(owner, "acme.1")).Sealed.ShouldBeNull();
    }

    [Fact]
    public async Task A_thousand_are_connected_and_another_when_one_has_gone()
    {
        await Task.WhenAll(Enumerable.Range(0, 999).Select(n => Service.Store<ConnectedAccount>().Insert(Connected($"stored-{n}"))));
        (await Service.Connect(owner, "acme.1")).Reply!.IsNew.ShouldBeTrue();

        (await Service.Connect(owner, "acme.2")).Code.ShouldBe(Codes.InvalidState);

        (await Service.Store<ConnectedAccount>().Get(ConnectedAccount.IdOf(owner, RunningCampaignService.Http, "acme.2"))).ShouldBeNull();
        (await Service.Connect(owner, "acme.1", new { token = "another" })).Reply!.IsNew.ShouldBeFalse("what is there is replaced");
        (await Service.Connect(new Owner(OwnerKind.Team, owner.Id), "acme.2")).Code.ShouldBeNull("another owner has a thousand of his own");
        await Disconnect();
        (await Service.Connect(owner, "acme.2")).Reply!.IsNew.ShouldBeTrue();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(1440, true)]
    [InlineData(1441, false)]
    public async Task One_is_synced_every_five_minutes_to_a_day(int minutes, bool isTaken)
    {
        (await Service.Connect(owner, "acme.1", syncEveryMinutes: minutes)).Code.ShouldBe(isTaken ? null : Codes.ValidationFailed);

        (await Service.Accounts(owner)).Select(account => account.SyncEveryMinutes).ShouldBe(isTaken ? new int?[] { minutes } : []);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task One_has_an_id_of_a_hundred_characters_at_most(int characters, bool isTaken)
    {
        (await Service.Connect(owner, new string('a', characters))).Code.ShouldBe(isTaken ? null : Codes.ValidationFailed);

        (await Service.Accounts(owner)).Count.ShouldBe(isTaken ? 1 : 0);
    }

    [Fact]
    public async Task Few_are_left_of_those_that_went()
    {
        await Task.WhenAll(Enumerable.Range(0, 101).Select(n => Service.Store<ConnectedAccount>().Insert(
            ConnectedAccount.Of(owner, RunningCampaignService.Http, $"gone-{n}", TimeProvider.System.GetUtcNow().AddHours(-2)))));
        await Service.Connect(owner, "just-gone");
        await Service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, "just-gone", RunningCampaignService.User()));

        await Service.Connect(owner, "a-1");

        (await Service.Store<ConnectedAccount>().Count(ConnectedAccount.TakenFrom(owner))).ShouldBeLessThan(5);
        (await Service.Stored(owner, "just-gone")).Sealed.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_saved_when_its_owner_was_looked_for_goes_again()
    {
        await Service.Get<ForgottenOwners>().Add(owner, CancellationToken.None);
        var (id, now) = (ConnectedAccount.IdOf(owner, RunningCampaignService.Http, "a-1"), DateTimeOffset.UnixEpoch);
        var account = ConnectedAccount.Of(owner, RunningCampaignService.Http, "a-1", now);
        account.Connect(
            new ConnectAccount(owner, RunningCampaignService.Http, "a-1", "", null, RunningCampaignService.User()),
            Service.Get<SealedCredentials>().Seal(id, "{}"u8), Guid.NewGuid(), now);

        (await Service.Store<ConnectedAccount>().Insert(account)).IsSaved.ShouldBeTrue();

        await Wait.Until(async () => !(await Service.Stored(owner)).IsConnected, "it to be taken away");
    }

    [Theory]
    [InlineData(OwnerKind.User)]
    [InlineData(OwnerKind.Team)]
    public async Task They_go_with_their_owner_and_none_comes_after_him(OwnerKind kind)
    {
        var owned = new Owner(kind, Guid.NewGuid());
        await Service.Connect(owned, "a");
        await Service.Connect(owned, "b");
        await Service.Connect(owner);

        await Service.Bus.Publish(kind == OwnerKind.User ? new UserDeleted(owned.Id) : (object)new TeamDeleted(owned.Id));

        await Wait.Until(async () => (await Service.Accounts(owned)).Count == 0, "its accounts to be gone");
        (await Service.Connect(owned, "c")).Code.ShouldBe(Codes.NotFound);
        (await Service.Accounts(owned)).ShouldBeEmpty();
        (await Service.Store<ConnectedAccount>().Get(ConnectedAccount.IdOf(owned, RunningCampaignService.Http, "c"))).ShouldBeNull();
        (await Service.Accounts(owner)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_change_is_an_entry_of_the_audit_log_without_what_was_stored()
    {
        await Service.Connect(owner, "acme.1");
        await Service.Connect(owner, "acme.1");
        await Change(AccountStatus.Inactive, null);
        await Disconnect();

        foreach (var action in new[] { "connection.created", "connection.replaced", "connection.updated", "connection.deleted" })
        {
            await Service.Hears(entry => entry.Action == action, action);
        }

        Service.Heard<ChangeRecorded>().ShouldAllBe(entry => !JsonSerializer.Serialize(entry, JsonSerializerOptions.Web).Contains("s3cr3t", StringComparison.Ordinal));
    }

    private ConnectedAccount Connected(string accountId)
    {
        var account = ConnectedAccount.Of(owner, RunningCampaignService.Http, accountId, TimeProvider.System.GetUtcNow());
        (account.ConnectionId, account.Sealed) = (Guid.NewGuid(), new Envelope("first", [], []));
        return account;
    }

    private Task<Answer<ConnectedAccountDetails>> Change(AccountStatus? status, int? minutes, bool unscheduled = false, Guid? messageId = null) => Service.Ask<ChangeConnectedAccount, ConnectedAccountDetails>(
        new ChangeConnectedAccount(owner, RunningCampaignService.Http, "acme.1", status, minutes, unscheduled, RunningCampaignService.User()), messageId);

    private Task<Answer<AccountDisconnected>> Disconnect() =>
        Service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, "acme.1", RunningCampaignService.User()));
}
