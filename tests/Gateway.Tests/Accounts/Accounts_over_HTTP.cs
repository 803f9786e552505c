using System.Net;
using Contracts;
using Contracts.Activities;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Accounts;

public sealed class Accounts_over_HTTP(RunningGateway gateway) : GatewayTests(gateway)
{
    [Fact]
    public async Task Anyone_may_register()
    {
        Services.On<RegisterUser>(message => Some.User(message.UserId));

        var user = await Gateway.Anonymous().Post("/users", """{"email":"ann@example.com","password":"Passw0rd","name":"Ann"}""").Json(HttpStatusCode.Created);

        user.Names().ShouldBe(["id", "email", "name", "roles", "createdAt", "updatedAt", "emailVerified", "mfaEnabled"]);
        user.GetProperty("createdAt").GetString().ShouldBe("2030-01-31T12:00:00Z");
        user.GetProperty("roles")[0].GetString().ShouldBe("USER");
        Services.Last<RegisterUser>().ShouldSatisfyAllConditions(
            sent => sent.Email.ShouldBe("ann@example.com"),
            sent => sent.Password.ShouldBe("Passw0rd"),
            sent => sent.Name.ShouldBe("Ann"));
    }

    [Fact]
    public async Task A_taken_email_is_409()
    {
        Services.Refuse<RegisterUser>("EMAIL_TAKEN");

        await Gateway.Anonymous().Post("/users", """{"email":"ann@example.com","password":"Passw0rd"}""").Problem(HttpStatusCode.Conflict, "EMAIL_TAKEN");
    }

    [Theory]
    [InlineData("""{}""", "email,password")]
    [InlineData("""{"email":null,"password":null}""", "email,password")]
    [InlineData("""{"email":"no","password":"x","name":""}""", "email,name,password")]
    [InlineData("""{"email":"a@b","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":"a@b@c.de","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":" a@c.de","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":"a b@c.de","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":"@c.de","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":"a@c..de","password":"Passw0rd"}""", "email")]
    [InlineData("""{"email":"a@c.de","password":"Passw0r"}""", "password")]
    [InlineData("""{"email":"a@c.de","password":"passw0rd"}""", "password")]
    [InlineData("""{"email":"a@c.de","password":"PASSW0RD"}""", "password")]
    [InlineData("""{"email":"a@c.de","password":"Password"}""", "password")]
    [InlineData("""{"email":"a@c.de","password":"Passw0rd","name":"a\nb"}""", "name")]
    public async Task What_is_wrong_with_a_registration_is_told_at_once(string body, string fields)
    {
        (await Gateway.Anonymous().Post("/users", body).Faults()).ShouldBe(fields.Split(','));
        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public async Task Each_rule_of_passwords_that_is_broken_is_told()
    {
        var problem = await Gateway.Anonymous().Post("/users", """{"email":"a@c.de","password":"-"}""").Problem(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        problem.GetProperty("errors").GetProperty("password").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task An_administrator_lists_accounts()
    {
        Services.On<FindUsers>(_ => new UserList([Some.User()], "next"));

        var list = await (await Gateway.SignedIn(Role.Admin)).GetAsync("/users?email=ann&limit=5&cursor=c").Json(HttpStatusCode.OK);

        list.Names().ShouldBe(["items", "nextCursor"]);
        list.GetProperty("nextCursor").GetString().ShouldBe("next");
        Services.Last<FindUsers>().ShouldBe(new FindUsers("ann", 5, "c"));
    }

    [Fact]
    public async Task An_administrator_reads_any_account()
    {
        var id = Guid.NewGuid();
        Services.On<GetUser>(message => Some.User(message.UserId));

        var user = await (await Gateway.SignedIn(Role.Admin)).GetAsync($"/users/{id}").Json(HttpStatusCode.OK);

        user.GetProperty("id").GetGuid().ShouldBe(id);
    }

    [Fact]
    public async Task An_administrator_sets_roles()
    {
        var admin = Guid.NewGuid();
        var id = Guid.NewGuid();
        Services.On<ChangeRoles>(message => Some.User(message.UserId, [.. message.Roles]));

        var user = await (await Gateway.SignedIn(admin, Role.Admin)).Send("PUT", $"/users/{id}/roles", """{"roles":["OPERATOR","AUDITOR"]}""").Json(HttpStatusCode.OK);

        user.GetProperty("roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["OPERATOR", "AUDITOR"]);
        Services.Last<ChangeRoles>().ShouldSatisfyAllConditions(
            sent => sent.UserId.ShouldBe(id),
            sent => sent.Caller.UserId.ShouldBe(admin),
            sent => sent.Caller.Roles.ShouldBe([Role.Admin]));
    }

    [Theory]
    [InlineData("""{}""", "roles")]
    [InlineData("""{"roles":[]}""", "roles")]
    [InlineData("""{"roles":["USER","USER"]}""", "roles")]
    [InlineData("""{"roles":["USER","BOSS","user",null]}""", "roles[1],roles[2],roles[3]")]
    [InlineData("""{"roles":["USER,ADMIN"]}""", "roles[0]")]
    public async Task Roles_that_make_no_sense_are_refused(string body, string fields) =>
        (await (await Gateway.SignedIn(Role.Admin)).Send("PUT", $"/users/{Guid.NewGuid()}/roles", body).Faults()).ShouldBe(fields.Split(','));

    [Fact]
    public async Task A_role_as_number_is_refused() =>
        await (await Gateway.SignedIn(Role.Admin)).Send("PUT", $"/users/{Guid.NewGuid()}/roles", """{"roles":[3]}""")
            .Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");

    [Fact]
    public async Task The_last_administrator_stays()
    {
        Services.Refuse<ChangeRoles>("LAST_ADMIN");

        await (await Gateway.SignedIn(Role.Admin)).Send("PUT", $"/users/{Guid.NewGuid()}/roles", """{"roles":["USER"]}""")
            .Problem(HttpStatusCode.Conflict, "LAST_ADMIN");
    }

    [Fact]
    public async Task An_administrator_deletes_an_account()
    {
        var admin = Guid.NewGuid();
        var id = Guid.NewGuid();
        Services.On<DeleteUser>(message => new UserDeleted(message.UserId));
        Services.On<ForgetUser>(message => new UserForgotten(message.UserId));

        (await (await Gateway.SignedIn(admin, Role.Admin)).DeleteAsync($"/users/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Last<DeleteUser>().ShouldSatisfyAllConditions(
            sent => sent.UserId.ShouldBe(id),
            sent => sent.Caller.UserId.ShouldBe(admin),
            sent => sent.Caller.Roles.ShouldBe([Role.Admin]));
    }

    [Theory]
    [InlineData("NOT_FOUND", HttpStatusCode.NotFound)]
    [InlineData("LAST_ADMIN", HttpStatusCode.Conflict)]
    public async Task An_account_that_is_not_there_or_must_stay_is_not_deleted(string code, HttpStatusCode status)
    {
        Services.Refuse<DeleteUser>(code);

        await (await (await Gateway.SignedIn(Role.Admin)).DeleteAsync($"/users/{Guid.NewGuid()}")).Problem(status, code);
    }

    [Fact]
    public async Task One_changes_one_s_own_password()
    {
        var id = Guid.NewGuid();
        Services.On<ChangePassword>(message => new PasswordChanged(message.UserId));

        var response = await (await Gateway.SignedIn(id, Role.User)).Send("PUT", "/users/me/password", """{"currentPassword":"old","newPassword":"Passw0rd"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Services.Last<ChangePassword>().ShouldBe(new ChangePassword(id, "old", "Passw0rd"));
    }

    [Fact]
    public async Task A_password_change_tells_every_fault() =>
        (await (await Gateway.SignedIn(Role.User)).Send("PUT", "/users/me/password", """{"newPassword":"x"}""").Faults())
            .ShouldBe(["currentPassword", "newPassword"]);

    [Fact]
    public async Task A_wrong_current_password_is_401()
    {
        Services.On<ChangePassword>(_ => new Refused("INVALID_PASSWORD", "No."));

        await (await Gateway.SignedIn(Role.User)).Send("PUT", "/users/me/password", """{"currentPassword":"old","newPassword":"Passw0rd"}""")
            .Problem(HttpStatusCode.Unauthorized, "INVALID_PASSWORD");
    }
}
