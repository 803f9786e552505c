using AuthService.Accounts;
using Contracts;
using Contracts.Sessions;
using Contracts.Users;
using Documents;

namespace AuthService.Tests.Users;

public sealed class Resetting_a_password : AuthServiceTest
{
    private const string Email = "ada@example.com";
    private const string NewPassword = "Another-Horse-2";

    [Fact]
    public async Task Sets_the_new_one_and_ends_every_session()
    {
        var user = await Service.HasUser(Email);
        var session = await Service.HasSession(Email);
        var token = await Asked();

        (await Reset(token)).ShouldBe(new PasswordChanged(user.Id));

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
        ShouldBeRefused(await Service.LogIn(Email), "INVALID_CREDENTIALS");
        (await Service.LogIn(Email, NewPassword)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Lifts_the_lock_out()
    {
        var user = await Service.HasUser(Email);
        for (var i = 0; i < 10; i++)
        {
            await Service.LogIn(Email, "Wrong-Horse-1");
            await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, "Wrong-Horse-1", NewPassword));
        }

        ShouldBeRefused(await Service.LogIn(Email), "TOO_MANY_ATTEMPTS");

        (await Reset(await Asked())).ShouldBeOfType<PasswordChanged>();

        (await Service.LogIn(Email, NewPassword)).ShouldBeOfType<SessionStarted>();
        (await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, NewPassword, AuthServiceHost.Password))).ShouldBeOfType<PasswordChanged>();
    }

    [Fact]
    public async Task Of_many_who_use_a_token_at_once_one_succeeds()
    {
        await Service.HasUser(Email);
        var token = await Asked();
        string[] passwords = [.. Enumerable.Range(0, 8).Select(i => $"Racing-Horse-{i}")];

        var answers = await Task.WhenAll(passwords.Select(password => Reset(token, password)));

        answers.OfType<PasswordChanged>().Count().ShouldBe(1);
        answers.OfType<Refused>().Count(refused => refused.Code == "INVALID_TOKEN").ShouldBe(7);
        var winner = passwords[Array.FindIndex(answers, answer => answer is PasswordChanged)];
        (await Service.LogIn(Email, winner)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_reset_whose_command_is_delivered_again_is_finished()
    {
        await Service.HasUser(Email);
        var token = await Asked();
        var messageId = Guid.NewGuid();
        await Reset(token, NewPassword, messageId);

        (await Reset(token, NewPassword, messageId)).ShouldBeOfType<PasswordChanged>();
        ShouldBeRefused(await Reset(token), "INVALID_TOKEN");
    }

    [Fact]
    public async Task When_nobody_waits_any_more_nothing_changes()
    {
        await Service.HasUser(Email);
        var token = await Asked();

        await Service.Deliver(new ResetPassword(token, NewPassword), expired: true);

        (await Service.LogIn(Email)).ShouldBeOfType<SessionStarted>();
        (await Reset(token)).ShouldBeOfType<PasswordChanged>();
    }

    [Fact]
    public async Task A_token_is_good_for_an_hour_and_the_newest_alone()
    {
        await Service.HasUser(Email);
        var first = await Asked();
        await Service.ForgetPassword(Email);
        var second = await Service.MailedToken(Email, 3);
        ShouldBeRefused(await Reset(first), "INVALID_TOKEN");

        Service.Time.Advance(TimeSpan.FromHours(1));

        ShouldBeRefused(await Reset(second), "INVALID_TOKEN");
    }

    [Fact]
    public async Task A_change_of_the_password_ends_the_token()
    {
        var user = await Service.HasUser(Email);
        var token = await Asked();
        await Service.Ask<PasswordChanged>(new ChangePassword(user.Id, AuthServiceHost.Password, NewPassword));

        ShouldBeRefused(await Reset(token, "Third-Horse-3"), "INVALID_TOKEN");
    }

    [Fact]
    public async Task A_token_that_verifies_an_address_sets_no_password()
    {
        await Service.HasUser(Email);

        ShouldBeRefused(await Reset(await Service.MailedToken(Email, 1)), "INVALID_TOKEN");
    }

    [Fact]
    public async Task A_weak_password_is_refused_and_the_token_stays()
    {
        await Service.HasUser(Email);
        var token = await Asked();

        ShouldBeRefused(await Reset(token, "weak"), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["newPassword"]);

        (await Reset(token)).ShouldBeOfType<PasswordChanged>();
    }

    [Fact]
    public async Task Three_mails_are_sent_in_an_hour_however_often_they_are_asked_for()
    {
        var user = await Service.HasUser(Email);
        await Service.HasMails(Email, 1);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Service.ForgetPassword(Email)));
        await Service.HasMails(Email, 2);

        (await Service.Users.Get(user.Id.ToString()))!.ResetsAsked.Count.ShouldBe(3);

        Service.Time.Advance(TimeSpan.FromHours(1));
        await Service.ForgetPassword(Email);
        (await Service.Users.Get(user.Id.ToString()))!.ResetsAsked.Count.ShouldBe(1);
    }

    /// <summary>So no time tells: what is done before the answer is the same, a write of what was asked.</summary>
    [Fact]
    public void The_answer_is_given_before_anybody_can_look_for_the_account() =>
        typeof(RequestPasswordResetConsumer).GetConstructors().Single().GetParameters()
            .ShouldHaveSingleItem().ParameterType.ShouldBe(typeof(IDocumentStore<PasswordResetRequest>));

    [Fact]
    public async Task Whom_there_is_no_account_of_is_answered_the_same_and_forgotten()
    {
        await Service.HasUser(Email);
        await Service.HasMails(Email, 1);

        await Service.ForgetPassword("nobody@example.com");
        await Service.ForgetPassword(Email);

        (await Service.HasMails(Email, 2)).Count.ShouldBe(2);
        (await Service.HasMails("nobody@example.com", 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_audited()
    {
        var user = await Service.HasUser(Email);
        await Reset(await Asked());

        (await Service.Audited.Of(user.Id, 1)).Select(change => (change.Action, change.Actor)).ShouldBe([("password.reset", user.Id.ToString())]);
    }

    /// <summary>The token of the mail after that of the registration.</summary>
    private async Task<string> Asked()
    {
        await Service.HasMails(Email, 1);
        await Service.ForgetPassword(Email);
        return await Service.MailedToken(Email, 2);
    }

    private Task<object> Reset(string token, string password = NewPassword, Guid? messageId = null) =>
        Service.Ask<PasswordChanged>(new ResetPassword(token, password), messageId);
}
