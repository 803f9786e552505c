using CampaignService.Configurations;
using CampaignService.Owners;
using Contracts;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;
using Testing;

namespace CampaignService.Tests.Configurations;

public sealed class Configurations_of_a_platform : CampaignServiceTest
{
    private readonly Owner owner = RunningCampaignService.Someone();

    [Fact]
    public async Task The_first_is_current_and_the_newest_comes_first()
    {
        var first = await Service.HasConfig(owner, " One ");
        var second = await Service.HasConfig(owner, "Two");

        (first.Current, first.Name, first.Settings["baseUrl"].GetString()).ShouldBe((true, "One", "https://ads.example.com"));
        second.Current.ShouldBeFalse();
        (await Service.Configs(owner)).Select(config => (config.Id, config.Current)).ShouldBe([(second.Id, false), (first.Id, true)]);
        (await Service.Configs(RunningCampaignService.Someone())).ShouldBeEmpty();
        await Service.Hears(entry => entry.Action == "config.created" && entry.Target == $"config:{first.Id}" && entry.After!["owner"].GetString() == owner.ToString(), "its entry");
    }

    [Fact]
    public async Task Exactly_one_is_current_whoever_races()
    {
        var configs = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Service.HasConfig(owner, $"{n}")));

        await Task.WhenAll(configs.Select(config => Select(config.Id)));

        (await Service.Configs(owner)).Count(config => config.Current).ShouldBe(1);
        (await Service.Configs(owner)).Count.ShouldBe(8);
    }

    [Fact]
    public async Task One_is_changed_selected_and_deleted()
    {
        var (first, second) = (await Service.HasConfig(owner, "One"), await Service.HasConfig(owner, "Two"));

        var changed = await Service.Ask<ChangePlatformConfig, PlatformConfigDetails>(Change(second.Id, "Three", "https://other.example.com"));
        (changed.Reply!.Name, changed.Reply.Settings["baseUrl"].GetString(), changed.Reply.CreatedAt).ShouldBe(("Three", "https://other.example.com", second.CreatedAt));
        changed.Reply.UpdatedAt.ShouldBeGreaterThan(second.UpdatedAt);
        (await Select(second.Id)).Reply!.Current.ShouldBeTrue();
        (await Delete(second.Id)).Code.ShouldBeNull();

        (await Service.Configs(owner)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(left => left.Id.ShouldBe(first.Id), left => left.Current.ShouldBeTrue("the one that is left"));
        (await Delete(second.Id)).Code.ShouldBe(Codes.NotFound);
        (await Select(second.Id)).Code.ShouldBe(Codes.NotFound);
        (await Service.Ask<ChangePlatformConfig, PlatformConfigDetails>(Change(second.Id, "Four", "https://other.example.com"))).Code.ShouldBe(Codes.NotFound);
    }

    [Fact]
    public async Task The_current_one_is_not_deleted_while_accounts_are_connected()
    {
        var (current, other) = (await Service.HasConfig(owner, "One"), await Service.HasConfig(owner, "Two"));
        await Service.Connect(owner);

        (await Delete(current.Id)).Code.ShouldBe(Codes.ConfigInUse);
        (await Delete(other.Id)).Code.ShouldBeNull();
        await Service.Ask<DisconnectAccount, AccountDisconnected>(new DisconnectAccount(owner, RunningCampaignService.Http, "a-1", RunningCampaignService.User()));
        (await Delete(current.Id)).Code.ShouldBeNull();
    }

    [Fact]
    public async Task What_the_schema_refuses_is_told_by_field()
    {
        (await Create(RunningCampaignService.Config(owner, " ", "http://127.0.0.1"))).Refused!.Errors!.Keys.ShouldBe(["name"]);
        (await Create(RunningCampaignService.Config(owner, new string('n', 101)))).Refused!.Errors!.Keys.ShouldBe(["name"]);
        (await Create(RunningCampaignService.Config(owner, "One", "http://127.0.0.1"))).Refused!.Errors!.Keys.ShouldBe(["settings.baseUrl"]);
        (await Create(RunningCampaignService.Config(owner) with { Platform = "nobody" })).Code.ShouldBe(Codes.NotFound);
        (await Service.Configs(owner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_has_a_name_of_a_hundred_characters_at_most() =>
        (await Create(RunningCampaignService.Config(owner, new string('n', 100)))).Code.ShouldBeNull();

    [Fact]
    public async Task A_command_that_comes_again_changes_nothing()
    {
        var (create, command) = (RunningCampaignService.Config(owner), Guid.NewGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Create(create, command)));

        answers.Select(answer => answer.Reply!.Id).Distinct().ShouldBe([create.ConfigId]);
        (await Service.Configs(owner)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task There_are_at_most_fifty_and_they_are_paged()
    {
        for (var n = 0; n < 50; n++)
        {
            await Service.HasConfig(owner, $"{n}");
        }

        (await Create(RunningCampaignService.Config(owner))).Code.ShouldBe(Codes.InvalidState);
        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await Service.Ask<ListPlatformConfigs, PlatformConfigList>(new ListPlatformConfigs(owner, RunningCampaignService.Http, 20, cursor))).Reply!;
            seen.AddRange(page.Items.Select(config => config.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        seen.ShouldBe(Enumerable.Range(0, 50).Reverse().Select(n => $"{n}"));
    }

    [Theory]
    [InlineData(OwnerKind.User)]
    [InlineData(OwnerKind.Team)]
    public async Task They_go_with_their_owner_and_none_comes_after_him(OwnerKind kind)
    {
        var owned = new Owner(kind, Guid.NewGuid());
        await Service.HasConfig(owned);
        await Service.HasConfig(owner);

        await Service.Bus.Publish(kind == OwnerKind.User ? new UserDeleted(owned.Id) : (object)new TeamDeleted(owned.Id));

        await Wait.Until(async () => (await Service.Configs(owned)).Count == 0, "its configurations to be gone");
        (await Create(RunningCampaignService.Config(owned))).Code.ShouldBe(Codes.NotFound);
        (await Service.Configs(owned)).ShouldBeEmpty();
        (await Service.Configs(owner)).Count.ShouldBe(1);
        await Service.Hears(entry => entry.Action == "config.deleted" && entry.Actor == Actor.System, "an entry");
    }

    [Fact]
    public async Task What_is_saved_when_its_owner_was_looked_for_goes_again()
    {
        await Service.Get<ForgottenOwners>().Add(owner, CancellationToken.None);
        var configs = PlatformConfigs.Of(owner, RunningCampaignService.Http, DateTimeOffset.UnixEpoch);
        configs.Add(RunningCampaignService.Config(owner), DateTimeOffset.UnixEpoch).ShouldBeNull();

        (await Service.Store<PlatformConfigs>().Insert(configs)).IsSaved.ShouldBeTrue();

        await Wait.Until(async () => (await Service.Configs(owner)).Count == 0, "it to be taken away");
    }

    private Task<Answer<PlatformConfigDetails>> Create(CreatePlatformConfig create, Guid? command = null) => Service.Ask<CreatePlatformConfig, PlatformConfigDetails>(create, command);

    private Task<Answer<PlatformConfigDetails>> Select(Guid id) =>
        Service.Ask<ChangeCurrentConfig, PlatformConfigDetails>(new ChangeCurrentConfig(id, owner, RunningCampaignService.Http, RunningCampaignService.User()));

    private Task<Answer<PlatformConfigDeleted>> Delete(Guid id) =>
        Service.Ask<DeletePlatformConfig, PlatformConfigDeleted>(new DeletePlatformConfig(id, owner, RunningCampaignService.Http, RunningCampaignService.User()));

    private ChangePlatformConfig Change(Guid id, string name, string baseUrl)
    {
        var config = RunningCampaignService.Config(owner, name, baseUrl);
        return new ChangePlatformConfig(id, owner, config.Platform, config.Name, config.Settings, config.Caller);
    }
}
