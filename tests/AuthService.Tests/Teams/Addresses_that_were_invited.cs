using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthService.Teams;
using AuthService.Users;
using Contracts;
using Contracts.Teams;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Teams;

public sealed class Addresses_that_were_invited : IDisposable
{
    private const string Address = "eve@example.com";

    private static readonly string[] Keys = [.. Enumerable.Range(0, 2).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auth-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Are_found_by_who_has_the_key_and_not_by_who_guesses_them()
    {
        await using var service = await With(Keys[0]);
        await Invite(service);

        (await Kept(service, service.Get<HiddenAddresses>().KeyOf(Address))).ShouldBeTrue();
        (await Kept(service, $"mail:{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Address)))}")).ShouldBeFalse();
    }

    [Fact]
    public async Task Are_forgotten_with_the_account_also_when_the_key_was_replaced_since()
    {
        var (owner, team, key, eve) = (Guid.Empty, Guid.Empty, "", Guid.Empty);
        await using (var before = await With(Keys[0]))
        {
            (owner, team) = await Invite(before);
            key = before.Get<HiddenAddresses>().KeyOf(Address);
            eve = (await before.HasUser(Address)).Id;
        }

        await using var service = await With(Keys[1], Keys[0]);
        var teams = new TeamTest(service);
        (await teams.Invite(await teams.HasTeam(owner), owner, Address)).ShouldBeOfType<InvitationDetails>();
        (await Kept(service, key)).ShouldBeTrue();
        (await Kept(service, service.Get<HiddenAddresses>().KeyOf(Address))).ShouldBeTrue();

        await service.Ask<UserDeleted>(new DeleteUser(eve, new Caller(Guid.NewGuid(), [Role.Admin])));

        await Testing.Wait.Until(async () => !await Kept(service, key) && !await Kept(service, service.Get<HiddenAddresses>().KeyOf(Address)), "both are forgotten");
        (await teams.Invitations(team, owner)).ShouldHaveSingleItem().Email.ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_found_by_the_new_key_alone_once_they_were_mailed_under_it()
    {
        var (owner, team, eve) = (Guid.Empty, Guid.Empty, Guid.Empty);
        await using (var before = await With(Keys[0]))
        {
            (owner, team) = await Invite(before);
            eve = (await before.HasUser(Address)).Id;
        }

        await using (var both = await With(Keys[1], Keys[0]))
        {
            var teams = new TeamTest(both);
            var invitation = (await teams.Invitations(team, owner)).ShouldHaveSingleItem().Id;
            (await teams.Resend(team, owner, invitation)).ShouldBeOfType<InvitationDetails>();
        }

        await using var service = await With(Keys[1]);
        await service.Ask<UserDeleted>(new DeleteUser(eve, new Caller(Guid.NewGuid(), [Role.Admin])));

        await Testing.Wait.Until(
            async () => (await new TeamTest(service).Invitations(team, owner)).ShouldHaveSingleItem().Email.Length == 0, "the address is erased");
    }

    [Fact]
    public async Task Get_no_more_mails_while_the_key_is_replaced()
    {
        var owner = Guid.Empty;
        await using (var before = await With(Keys[0]))
        {
            owner = await new TeamTest(before).HasUser("ann@example.com");
            await Mail(before, 4);
        }

        await using (var both = await With(Keys[0], Keys[1]))
        {
            await Mail(both, 3);
        }

        await using (var both = await With(Keys[1], Keys[0]))
        {
            await Mail(both, 3);
        }

        foreach (var keys in new[] { [Keys[0]], [Keys[1], Keys[0]], new[] { Keys[1] } })
        {
            await using var service = await With(keys[0], keys[1..]);
            var teams = new TeamTest(service);
            (await teams.Invite(await teams.HasTeam(owner), owner, Address)).ShouldBeOfType<Refused>().Code.ShouldBe(Codes.RateLimited);
        }

        async Task Mail(AuthServiceHost service, int times)
        {
            for (var mails = 0; mails < times; mails++)
            {
                var teams = new TeamTest(service);
                (await teams.Invite(await teams.HasTeam(owner), owner, Address)).ShouldBeOfType<InvitationDetails>();
            }
        }
    }

    [Fact]
    public async Task That_do_not_open_keep_nobody_in_a_team()
    {
        await using var service = await With(Keys[0]);
        var (owner, team) = await Invite(service);

        await service.Bus.Publish(new LeaveTeams(owner, "of another key"));

        await Testing.Wait.Until(async () => (await new TeamTest(service).Roles(team)).Count == 0, "the last member has left");
    }

    private static async Task<(Guid Owner, Guid Team)> Invite(AuthServiceHost service)
    {
        var teams = new TeamTest(service);
        var owner = await teams.HasUser("ann@example.com");
        var team = await teams.HasTeam(owner);
        (await teams.Invite(team, owner, Address)).ShouldBeOfType<InvitationDetails>();
        return (owner, team);
    }

    /// <summary>Anything of it.</summary>
    private static async Task<bool> Kept(AuthServiceHost service, string key)
    {
        var counted = await service.Store<InvitedAddress>().Get(key) is not null;
        var linked = (await service.Store<TeamLink>().Query(new Query<TeamLink>().Where(l => l.Key, key).OrderBy(l => l.CreatedAt))).Items.Count > 0;
        return counted || linked;
    }

    private Task<AuthServiceHost> With(string key, params string[] previous) => AuthServiceHost.Start(
        folder.FullName, settings: [("Accounts:EncryptionKey", key), .. previous.Select((old, n) => ($"Accounts:PreviousEncryptionKeys:{n}", old))]);
}
