using System.Text.RegularExpressions;
using Messaging.Client;

namespace Platform.Demo;

/// <summary>The flow as a new user meets it, from registration to a reward in the wallet, and what is refused.</summary>
/// <param name="mails">The folder that mails are written to.</param>
/// <param name="mayReachItself">Whether campaigns may be read from this machine.</param>
internal sealed partial class Walkthrough(Uri address, string adminEmail, string adminPassword, string mails, bool mayReachItself, TextWriter output)
{
    private const string Password = "Reward-me-1";
    private const string NewPassword = "Reward-me-2";
    private const string Http = "http";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset LongAgo = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int step;

    /// <exception cref="DemoFailedException">Another answer than the one expected.</exception>
    public async Task Run()
    {
        using var user = Caller();
        using var admin = Caller();
        var name = $"ada-{Guid.NewGuid():N}"[..12];
        var email = $"{name}@example.com";

        Step("A new user registers and logs in");
        await user.Users.Register(email, Password, "Ada");
        await user.Sessions.LogIn(email, Password);
        await user.Sessions.Me();

        Step("The administrator logs in, publishes an event and adds three rewards");
        await admin.Sessions.LogIn(adminEmail, adminPassword);
        var festival = await admin.Events.Create(new NewEvent("Spring festival", LongAgo) { Description = "Everyone who asks gets a present.", Status = EventStatus.Active });
        await admin.Rewards.Add(festival.Id, NewReward.Points("Hundred points", 100));
        await admin.Rewards.Add(festival.Id, NewReward.Coupon("Ten percent off", $"SPRING-{name}", LongAgo.AddYears(70)));
        await admin.Rewards.Add(festival.Id, NewReward.Badge("Early bird", "early-bird"));

        Step("A user may not publish events");
        await Refused(Codes.Forbidden, () => user.Events.Create(new NewEvent("Mine", LongAgo)));

        Step("The user requests the reward and watches it being granted");
        await Fulfilled(user, festival.Id);

        Step("The wallet shows it, and the ledger says where it came from");
        var wallet = await user.Wallets.Mine();
        Check(wallet is { Points: 100, Coupons.Count: 1, Badges.Count: 1 }, "The wallet does not hold what was granted.");
        Check((await user.Wallets.MyLedger().Page()).Items.Count == 3, "The ledger does not hold three entries.");

        Step("Asking again is refused");
        await Refused(Codes.AlreadyRequested, () => user.Requests.Create(festival.Id));

        Step("A forgotten password is set anew with the link of a mail");
        await user.Users.ForgotPassword(email);
        await user.Users.ResetPassword(await MailedToken(email, ResetLink()), NewPassword);
        await Refused(Codes.InvalidRefreshToken, () => user.Sessions.Me());
        await user.Sessions.LogIn(email, NewPassword);

        Step("The user makes a team and invites a friend, who joins with the link of the mail");
        await Team(user, $"bob-{name}@example.com");

        if (mayReachItself)
        {
            Step("The user connects an account on an advertising platform, which runs here for the demonstration, and syncs its campaigns");
            await Campaigns(user);
        }

        Step("After logging out the token is worthless");
        await user.Sessions.LogOut();
        await Refused(Codes.Unauthenticated, () => user.Wallets.Mine());
    }

    private MessagingClient Caller() => new(new MessagingClientOptions { Address = address }, new HttpClient(new PrintedCalls(output)));

    private async Task Fulfilled(MessagingClient user, Guid eventId)
    {
        using var end = new CancellationTokenSource(Patience);
        RewardRequest? asked = null;
        try
        {
            await foreach (var change in user.Requests.Stream(opened: async () => asked ??= await user.Requests.Create(eventId, end.Token), cancellationToken: end.Token))
            {
                output.WriteLine($"    (the stream says that {change.Request.Id} is {change.Request.Status})");
                if (change.Request.Status == RequestStatus.Fulfilled)
                {
                    await user.Requests.Get(change.Request.Id, end.Token);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            throw new DemoFailedException($"The request was not fulfilled within {Patience.TotalSeconds} s.");
        }
    }

    private async Task Team(MessagingClient user, string email)
    {
        using var friend = Caller();
        await friend.Users.Register(email, Password);
        await friend.Sessions.LogIn(email, Password);
        var team = await user.Teams.Create("Crew");
        await user.Teams.Invite(team.Id, email);
        var token = await MailedToken(email, InvitationLink());
        await Refused(Codes.WrongAccount, () => user.Teams.AcceptInvitation(token));
        await friend.Teams.AcceptInvitation(token);
        Check((await friend.Teams.Get(team.Id)).Members.Count == 2, "The team does not have two members.");
    }

    private async Task Campaigns(MessagingClient user)
    {
        await using var platform = await AdvertisingPlatform.Start();
        var owner = Owner.User(user.Sessions.Current!.User.Id);
        await user.Connections.CreateConfig(owner, Http, "On this machine", new { baseUrl = platform.Url });
        await user.Connections.Connect(owner, Http, "shop-1", new { token = AdvertisingPlatform.Token });

        var first = await Synced(user, owner, platform);
        Check(first is { Created: AdvertisingPlatform.Campaigns, Updated: 0 }, "The sync did not find every campaign.");
        var found = await user.Campaigns.List(owner, Http, status: "PAUSED", q: "spring 24").Page();
        Check(found.Items.SingleOrDefault()?.CampaignId == "c-240", "The campaigns were not found by a part of their name.");

        output.WriteLine("    (once more, which finds nothing that has changed)");
        Check(await Synced(user, owner, platform) is { Created: 0, Updated: 0, Removed: 0 }, "The second sync changed something.");
    }

    /// <summary>The platform gives a page when the one before has been seen in the sync.</summary>
    private async Task<Sync> Synced(MessagingClient user, Owner owner, AdvertisingPlatform platform)
    {
        var (sync, start, given) = (await user.Campaigns.BeginSync(owner, Http, "shop-1"), TimeProvider.System.GetTimestamp(), 0);
        while (sync.EndedAt is null)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new DemoFailedException($"The sync did not end within {Patience.TotalSeconds} s.");
            }

            if (given == sync.Pages && sync.Fetched < AdvertisingPlatform.Campaigns)
            {
                output.WriteLine($"    ({sync.Fetched} campaigns so far; the platform gives page {++given})");
                platform.GivePage();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
            sync = await user.Campaigns.GetSync(sync.Id);
        }

        return sync.Status == SyncStatus.Succeeded ? sync : throw new DemoFailedException($"The sync failed: {sync.Error}.");
    }

    private async Task<string> MailedToken(string email, Regex link)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            var texts = Directory.Exists(mails) ? Directory.GetFiles(mails, "*.eml").OrderByDescending(File.GetLastWriteTimeUtc).Select(File.ReadAllText) : [];
            if (texts.Where(text => text.Contains(email, StringComparison.Ordinal)).Select(text => link.Match(text)).FirstOrDefault(match => match.Success) is { } found)
            {
                output.WriteLine($"    (the mail is a file in {mails})");
                return found.Groups["token"].Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new DemoFailedException("No mail with the link was written.");
    }

    private static async Task Refused(string code, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (ProblemException e) when (e.Code == code)
        {
            return;
        }

        throw new DemoFailedException($"What should have been refused with {code} was done.");
    }

    private static void Check(bool holds, string fault)
    {
        if (!holds)
        {
            throw new DemoFailedException(fault);
        }
    }

    private void Step(string title)
    {
        output.WriteLine();
        output.WriteLine($"{++step}. {title}");
    }

    [GeneratedRegex(@"/reset-password\?token=(?<token>[A-Za-z0-9_-]{43})\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ResetLink();

    [GeneratedRegex(@"/invitations\?token=(?<token>[A-Za-z0-9_-]{64})\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InvitationLink();
}
