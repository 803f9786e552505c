using Drills.Api;
using Drills.Receivers;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>
/// A stream may leave out a change that a later one overtook. The reward here is delivered, and its receiver accepts it when
/// APPROVED was read: no later change exists until then.
/// </summary>
internal static class ApprovalStream
{
    /// <param name="address">Of the Gateway that requests and decisions are sent to.</param>
    /// <param name="streaming">Of the Gateway that the stream is open at.</param>
    public static async Task TellsEachChange(Uri address, Uri streaming)
    {
        await using var receiver = await WebhookReceiver.Start();
        var told = new TaskCompletionSource();
        receiver.Answer = (_, _) => told.Task;
        var campaign = await Campaign.Start(address, Campaign.Manual, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();
        using var other = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await campaign.Requested(other);

        using var reader = new MessagingClient(new MessagingClientOptions { Address = streaming });
        await reader.Sessions.LogIn(user.Email, ApiClient.Password);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<RewardRequest>? approval = null;
        var seen = new List<string>();
        await foreach (var change in reader.Requests.Stream(
            opened: async () => await (approval ??= campaign.Admin.Typed.Requests.Approve(id)), cancellationToken: end.Token))
        {
            change.Request.Id.ShouldBe(id);
            seen.Add($"{change.Request.Status}");
            if (change.Request.Status == RequestStatus.Approved)
            {
                told.TrySetResult();
            }
            else if (change.Request.Status == RequestStatus.Fulfilled)
            {
                break;
            }
        }

        // The stream may have been opened before PENDING went by.
        string[] life = ["Pending", "Approved", "Fulfilled"];
        seen.ShouldBe(seen.Contains("Pending") ? life : life[1..]);
    }
}
