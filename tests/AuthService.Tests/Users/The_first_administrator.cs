using AuthService.Accounts;
using AuthService.Users;
using Contracts.Users;
using Documents;
using Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuthService.Tests.Users;

public sealed class The_first_administrator : IDisposable
{
    private static readonly (string, string)[] Settings = [("Bootstrap:AdminEmail", "Root@example.com"), ("Bootstrap:AdminPassword", AuthServiceHost.Password)];

    private readonly string folder = Directory.CreateTempSubdirectory("auth-bootstrap-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Is_there_before_the_host_is_ready()
    {
        await using var service = await AuthServiceHost.Start(folder, settings: Settings);
        await Ready(service);

        var session = await service.HasSession("root@example.com");

        session.User.Roles.ShouldBe([Role.User, Role.Admin]);
        (await service.ChangeRoles(session.User.Id, Role.User)).ShouldBeOfType<Contracts.Refused>().Code.ShouldBe("LAST_ADMIN");
    }

    [Fact]
    public async Task Is_one_account_when_instances_start_at_once()
    {
        await using var service = await AuthServiceHost.Start(folder);
        var choice = new BootstrapAdmin.Choice(new BootstrapSettings(EmailAddress.Parse("root@example.com")!, AuthServiceHost.Password));
        var instances = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<BootstrapAdmin>(service.Get<IServiceProvider>(), choice)).ToList();

        await Task.WhenAll(instances.Select(async instance =>
        {
            await instance.StartAsync(CancellationToken.None);
            await instance.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));
        }));

        var users = (await service.Users.Query(new Query<User>().OrderBy(u => u.CreatedAt))).Items;
        users.ShouldHaveSingleItem().IsAdmin().ShouldBeTrue();
        (await service.Rosters.Get(AdminRoster.OnlyId))!.Members.ShouldBe([users[0].Id]);
    }

    [Fact]
    public async Task Stays_as_he_is_at_the_next_start()
    {
        await using (var first = await AuthServiceHost.Start(folder, settings: Settings))
        {
            await Ready(first);
            var root = (await first.HasSession("root@example.com")).User;
            await first.HasUser("ada@example.com", Role.Admin);
            (await first.ChangeRoles(root.Id, Role.Auditor)).ShouldBeOfType<UserDetails>();
        }

        await using var second = await AuthServiceHost.Start(folder, settings: Settings);
        await Ready(second);

        (await second.HasSession("root@example.com")).User.Roles.ShouldBe([Role.Auditor]);
    }

    [Fact]
    public async Task Is_put_on_the_roster_when_a_crash_left_him_off()
    {
        await using (var first = await AuthServiceHost.Start(folder, settings: Settings))
        {
            await Ready(first);
            (await first.Rosters.Delete((await first.Rosters.Get(AdminRoster.OnlyId))!)).IsSaved.ShouldBeTrue();
        }

        await using var second = await AuthServiceHost.Start(folder, settings: Settings);
        await Ready(second);

        (await second.Rosters.Get(AdminRoster.OnlyId))!.Members.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Is_the_only_one_to_get_his_email_even_before_he_is_made()
    {
        // The service takes messages before its first administrator is there; that moment is held here.
        await using var service = await AuthServiceHost.Start(folder);
        var reserved = new BootstrapAdmin.Choice(new BootstrapSettings(EmailAddress.Parse("Root@example.com")!, AuthServiceHost.Password));
        var consumer = ActivatorUtilities.CreateInstance<RegisterUserConsumer>(service.Get<IServiceProvider>(), reserved);

        var answer = await consumer.Register(
            new RegisterUser(Guid.NewGuid(), " rOOT@Example.com", AuthServiceHost.Password, null), left: null, CancellationToken.None);

        answer.ShouldBeOfType<Contracts.Refused>().Code.ShouldBe("EMAIL_TAKEN");
        (await service.Users.Query(new Query<User>().OrderBy(u => u.CreatedAt))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_not_made_without_settings()
    {
        await using var service = await AuthServiceHost.Start(folder);
        await Ready(service);

        (await service.Users.Query(new Query<User>().OrderBy(u => u.CreatedAt))).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("root@example.com", "short1", "Bootstrap__AdminPassword")]
    [InlineData("root@example.com", "", "Bootstrap__AdminPassword")]
    [InlineData("", AuthServiceHost.Password, "Bootstrap__AdminEmail")]
    [InlineData("no address", AuthServiceHost.Password, "Bootstrap__AdminEmail")]
    public async Task Stops_the_host_when_a_setting_is_wrong(string email, string password, string key)
    {
        var fault = await Should.ThrowAsync<ConfigurationException>(
            () => AuthServiceHost.Start(folder, settings: [("Bootstrap:AdminEmail", email), ("Bootstrap:AdminPassword", password)]));

        fault.Message.ShouldContain(key);
        if (password.Length > 0)
        {
            fault.Message.ShouldNotContain(password);
        }
    }

    private static async Task Ready(AuthServiceHost service)
    {
        var checks = service.Get<HealthCheckService>();
        await Testing.Wait.Until(
            async () => (await checks.CheckHealthAsync(check => check.Name == "bootstrap")).Status == HealthStatus.Healthy, "the first administrator");
    }
}
