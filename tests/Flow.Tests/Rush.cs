using System.Net;
using Testing;
using Drills.Api;
using Testing.Processes;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>Some users who send a thousand requests for a reward of which there are a hundred, each with a code of its own.</summary>
internal sealed class Rush
{
    private const int Users = 10;
    private const int RequestsOfEach = 100;
    private const int Stock = 100;

    private readonly Uri address;
    private readonly Campaign campaign;
    private readonly List<ApiClient> users = [];
    private readonly SemaphoreSlim loggingIn = new(1);
    private int accepted;

    private Rush(Uri address, Campaign campaign)
    {
        this.address = address;
        this.campaign = campaign;
    }

    private static readonly string[] Codes = [.. Enumerable.Range(0, Stock).Select(i => $"RUSH-{i:000}")];

    public static int Size => Users * RequestsOfEach;

    public static async Task<Rush> Gather(Uri address)
    {
        var rush = new Rush(address, await Campaign.Start(address, terms => terms with { ClaimLimit = Campaign.AtMost(RequestsOfEach) }, Campaign.Coupons(Codes)));
        for (var i = 0; i < Users; i++)
        {
            rush.users.Add(await rush.campaign.NewUser());
        }

        return rush;
    }

    /// <summary>Sends every request, 32 at a time, again for as long as the platform has no answer or is away, as a careful client does.</summary>
    public Task RequestAll() => Parallel.ForEachAsync(
        Enumerable.Range(0, Size).Select(i => users[i % Users]),
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (user, _) =>
        {
            var key = Guid.NewGuid().ToString();
            await Wait.Until(() => IsAccepted(user, key), "a request to be accepted", TimeSpan.FromSeconds(120));
            Interlocked.Increment(ref accepted);
        });

    public Task HasBeenAccepted(int requests) =>
        Wait.Until(() => Task.FromResult(Volatile.Read(ref accepted) >= requests), $"{requests} requests to be accepted", TimeSpan.FromSeconds(90));

    /// <summary>Waits until no request of it is open; of a copy, where some were never made.</summary>
    public Task Ends(ApiClient admin) => campaign.Ends(admin, TimeSpan.FromSeconds(120));

    /// <summary>Waits until every request has ended, and counts: the stock is granted, once each, and the rest refused.</summary>
    public async Task StockIsGrantedExactly(TimeSpan bound)
    {
        using var admin = await new ApiClient(address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        await campaign.Ends(admin, bound);
        (await campaign.Count(admin, RequestStatus.Fulfilled), await campaign.Count(admin, RequestStatus.Failed)).ShouldBe((Stock, Size - Stock));

        var codes = new List<string>();
        foreach (var user in users)
        {
            // A process that keeps its sessions in memory has forgotten them.
            if ((await user.Get("/me/wallet")).Status == HttpStatusCode.Unauthorized)
            {
                await user.LogIn(user.Email, ApiClient.Password);
            }

            codes.AddRange((await user.Typed.Wallets.Mine()).Coupons.Select(coupon => coupon.Code!));
        }

        codes.Order().ShouldBe(Codes);
        (await admin.Typed.Rewards.List(campaign.EventId).All()).Single().Remaining.ShouldBe(0);
        await admin.ComesToRest();
    }

    /// <summary>Once for all calls of a user that met the end of one session: each login ends the session of the one before.</summary>
    /// <returns>Null when there is a session again.</returns>
    private async Task<ProblemException?> LogInAgain(ApiClient user, string? ended)
    {
        await loggingIn.WaitAsync();
        try
        {
            return user.AccessToken != ended ? null : await user.TryLogIn(user.Email, ApiClient.Password);
        }
        finally
        {
            loggingIn.Release();
        }
    }

    private async Task<bool> IsAccepted(ApiClient user, string key)
    {
        try
        {
            var token = user.AccessToken;
            var answer = await user.Post($"/events/{campaign.EventId}/request", idempotencyKey: key);
            if (answer.Status == HttpStatusCode.Unauthorized)
            {
                var refusal = await LogInAgain(user, token);
                return refusal is null or { Status: HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout }
                    ? false
                    : throw new InvalidOperationException($"{user.Email} cannot sign in again: {refusal.Message}", refusal);
            }

            return answer.Status switch
            {
                HttpStatusCode.Created => true,
                _ when answer.IsUnavailable => false,
                HttpStatusCode.Conflict when answer.Code == "IDEMPOTENCY_IN_PROGRESS" => false,
                _ => throw new InvalidOperationException($"{(int)answer.Status}: {answer.Body}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
