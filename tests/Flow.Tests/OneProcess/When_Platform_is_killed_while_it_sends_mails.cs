using System.Net;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class When_Platform_is_killed_while_it_sends_mails : IAsyncLifetime
{
    private const int Accounts = 60;

    /// <summary>In the hands of the server when the process is killed, at least.</summary>
    private const int InHand = 4;

    private readonly MailReceiver receiver = new MailReceiver().Start();
    private readonly PlatformHost platform;
    private readonly ApiClient anyone;

    public When_Platform_is_killed_while_it_sends_mails()
    {
        // An attempt that was cut off is made again 5 s after its time-out.
        platform = PlatformHost.With(
            ("Mail__Smtp", receiver.Address()), ("Mail__From", "no-reply@example.com"), ("Mail__LinkBase", "https://example.com/console"), ("Mail__TimeoutSeconds", "5"));
        anyone = new ApiClient(platform.Address);
    }

    public Task InitializeAsync() => platform.InitializeAsync();

    public async Task DisposeAsync()
    {
        anyone.Dispose();
        await platform.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task Each_account_gets_its_own_link_and_what_comes_twice_is_the_same_mail()
    {
        string[] emails = [.. Enumerable.Range(0, Accounts).Select(n => $"reader-{n}@example.com")];

        var registering = Register(emails);
        var interrupted = await KilledAfter(Accounts / 6) + await KilledAfter(Accounts / 2);
        receiver.BeforeAnswer = _ => Task.CompletedTask;
        await platform.InitializeAsync();
        await registering;

        // What was in the server's hands comes once more.
        await Wait.Until(
            () => Task.FromResult(receiver.Delivered.Count >= Accounts + interrupted && Reached().Count() >= Accounts),
            () => $"the mails to {string.Join(", ", emails.Except(Reached()))}, and more than {receiver.Delivered.Count} of {Accounts} + {interrupted}",
            TimeSpan.FromSeconds(180));
        Reached().ShouldBe(emails, ignoreOrder: true);
        foreach (var mails in receiver.Delivered.GroupBy(mail => mail.To, mail => mail.Mail))
        {
            using var reader = await new ApiClient(platform.Address).LogIn(mails.Key, ApiClient.Password);
            mails.Select(mail => mail.To.Mailboxes.Single().Address).Distinct().ShouldBe([mails.Key]);
            mails.Select(mail => mail.MessageId).Distinct().ShouldBe([$"{reader.UserId}@example.com"]);
            var token = mails.Select(mail => MailedLinks.Token(mail, "verify-email")).Distinct().ShouldHaveSingleItem();

            (await anyone.Post("/auth/verify-email", new { token })).Expect(HttpStatusCode.NoContent);

            (await reader.Get("/auth/me")).Expect(HttpStatusCode.OK).Json.GetProperty("emailVerified").GetBoolean().ShouldBeTrue();
        }
    }

    private IEnumerable<string> Reached() => receiver.Delivered.Select(mail => mail.To).Distinct();

    /// <summary>kill -9 when so many mails in all were answered for, and some more have come in.</summary>
    /// <returns>How many those are.</returns>
    private async Task<int> KilledAfter(int answered)
    {
        var dead = new TaskCompletionSource();
        receiver.BeforeAnswer = number => number > answered ? dead.Task : Task.CompletedTask;
        await platform.InitializeAsync();
        await receiver.Has(answered + InHand);
        await platform.Process.Kill();
        var interrupted = receiver.Delivered.Count - answered;
        dead.SetResult();
        return interrupted;
    }

    private Task Register(IEnumerable<string> emails) => Parallel.ForEachAsync(
        emails,
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (email, _) => await Wait.Until(() => IsRegistered(email), $"{email} to be registered", TimeSpan.FromSeconds(120)));

    /// <summary>Asks again for as long as the platform has no answer or is away, as a careful client does.</summary>
    private async Task<bool> IsRegistered(string email)
    {
        try
        {
            var answer = await anyone.Post("/users", new { email, password = ApiClient.Password });
            return answer.Status switch
            {
                // By a try before, whose answer was lost.
                HttpStatusCode.Created or HttpStatusCode.Conflict => true,
                _ when answer.IsUnavailable => false,
                _ => throw new InvalidOperationException($"{(int)answer.Status}: {answer.Body}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
