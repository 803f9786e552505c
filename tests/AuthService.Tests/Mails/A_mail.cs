using AuthService.Mails;
using Contracts.Mails;

namespace AuthService.Tests.Mails;

public sealed class A_mail
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);

    [Fact]
    public void Is_tried_by_one_at_a_time()
    {
        var mail = Entered();

        mail.TryBegin(Now, Lease).ShouldBeTrue();
        mail.TryBegin(Now, Lease).ShouldBeFalse();
        mail.TryBegin(Now + Lease, Lease).ShouldBeTrue();
        mail.Attempts.ShouldBe(2);
    }

    [Fact]
    public void Keeps_no_token_once_it_is_sent_and_is_not_tried_again()
    {
        var mail = Entered();
        mail.TryBegin(Now, Lease);

        mail.End(MailState.Sent, Now).ShouldBeTrue();

        (mail.SealedToken, mail.DueAt, mail.SentAt).ShouldBe((null, null, Now));
        mail.TryBegin(Now.AddDays(1), Lease).ShouldBeFalse();
        mail.Fail(Now).ShouldBeFalse();
        mail.End(MailState.Dropped, Now).ShouldBeFalse();
    }

    [Fact]
    public void Is_tried_again_after_pauses_that_grow_to_an_hour_and_for_a_day()
    {
        var mail = Entered();
        var now = Now;
        var pauses = new List<double>();
        while (mail.State == MailState.Waiting)
        {
            mail.TryBegin(now, Lease).ShouldBeTrue();
            mail.Fail(now).ShouldBeTrue();
            if (mail.DueAt is { } next)
            {
                pauses.Add((next - now).TotalMinutes);
                now = next;
            }
        }

        pauses.Take(8).ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        (Now.AddDays(1) - now).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1));
        mail.State.ShouldBe(MailState.GivenUp);
        mail.Raised.ShouldHaveSingleItem().ShouldBeOfType<SendMail>().MailId.ToString().ShouldBe(mail.Id);
    }

    [Fact]
    public void That_was_given_up_is_tried_when_it_is_told_of_and_raises_nothing_more()
    {
        var mail = Entered();
        mail.TryBegin(Now.AddDays(2), Lease);
        mail.Fail(Now.AddDays(2));
        mail.State.ShouldBe(MailState.GivenUp);

        mail.TryBegin(Now.AddDays(3), Lease).ShouldBeTrue();
        mail.Fail(Now.AddDays(3)).ShouldBeTrue();

        mail.DueAt.ShouldBeNull();
        mail.Raised.Count.ShouldBe(1);
    }

    private static Mail Entered() => Mail.Of(new SendMail(Guid.NewGuid(), Guid.NewGuid(), MailKind.ResetPassword, "sealed"), Now);
}
