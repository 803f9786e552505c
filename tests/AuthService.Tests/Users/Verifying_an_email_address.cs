using Contracts;
using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Verifying_an_email_address : AuthServiceTest
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task The_token_of_the_registration_s_mail_verifies_it_once()
    {
        var user = await Service.HasUser(Email);
        user.EmailVerified.ShouldBeFalse();
        var token = await Service.MailedToken(Email, 1);

        (await Verify(token)).ShouldBe(new EmailVerified(user.Id));

        (await Read(user)).EmailVerified.ShouldBeTrue();
        ShouldBeRefused(await Verify(token), "INVALID_TOKEN");
    }

    [Fact]
    public async Task Of_many_who_use_a_token_at_once_one_succeeds()
    {
        await Service.HasUser(Email);
        var token = await Service.MailedToken(Email, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Verify(token)));

        answers.OfType<EmailVerified>().Count().ShouldBe(1);
        answers.OfType<Refused>().Count(refused => refused.Code == "INVALID_TOKEN").ShouldBe(15);
    }

    [Fact]
    public async Task The_same_command_again_is_answered_the_same()
    {
        await Service.HasUser(Email);
        var token = await Service.MailedToken(Email, 1);
        var messageId = Guid.NewGuid();
        await Verify(token, messageId);

        (await Verify(token, messageId)).ShouldBeOfType<EmailVerified>();
    }

    [Fact]
    public async Task The_newest_token_alone_counts()
    {
        var user = await Service.HasUser(Email);
        var first = await Service.MailedToken(Email, 1);
        (await Resend(user)).ShouldBeOfType<VerificationRequested>();
        var second = await Service.MailedToken(Email, 2);

        ShouldBeRefused(await Verify(first), "INVALID_TOKEN");
        (await Verify(second)).ShouldBeOfType<EmailVerified>();
    }

    [Fact]
    public async Task A_token_is_good_for_a_day()
    {
        await Service.HasUser(Email);
        var token = await Service.MailedToken(Email, 1);
        Service.Time.Advance(TimeSpan.FromHours(24));

        ShouldBeRefused(await Verify(token), "INVALID_TOKEN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("äAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_token_that_nobody_made_is_refused(string token)
    {
        await Service.HasUser(Email);

        ShouldBeRefused(await Verify(token), "INVALID_TOKEN");
    }

    [Fact]
    public async Task Three_more_mails_are_sent_in_an_hour()
    {
        var user = await Service.HasUser(Email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Resend(user)));
        answers.OfType<VerificationRequested>().Count().ShouldBe(3);
        ShouldBeRefused(answers.OfType<Refused>().First(), "RATE_LIMITED").Data!["retryAfter"].GetInt32().ShouldBeInRange(3500, 3600);

        Service.Time.Advance(TimeSpan.FromHours(1));

        (await Resend(user)).ShouldBeOfType<VerificationRequested>();
    }

    [Fact]
    public async Task A_verified_address_gets_no_more_of_them()
    {
        var user = await Service.HasUser(Email);
        await Verify(await Service.MailedToken(Email, 1));

        ShouldBeRefused(await Resend(user), "ALREADY_VERIFIED");
    }

    [Fact]
    public async Task It_is_audited_without_the_address()
    {
        var user = await Service.HasUser(Email);
        await Verify(await Service.MailedToken(Email, 1));

        var change = (await Service.Audited.Of(user.Id, 1)).ShouldHaveSingleItem();

        (change.Action, change.Actor, change.Before, change.After).ShouldBe(("email.verified", user.Id.ToString(), null, null));
    }

    private Task<object> Verify(string token, Guid? messageId = null) => Service.Ask<EmailVerified>(new VerifyEmail(token), messageId);

    private Task<object> Resend(UserDetails user) => Service.Ask<VerificationRequested>(new RequestVerification(user.Id));

    private async Task<UserDetails> Read(UserDetails user) => (UserDetails)await Service.Ask<UserDetails>(new GetUser(user.Id));
}
