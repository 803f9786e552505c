using System.Net;
using Drills.Api;
using Drills.Receivers;

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
        var campaign = await Campaign.Start(address, new { approval = "MANUAL" }, Campaign.Delivered(receiver));
        using var user = await campaign.NewUser();
        using var other = await campaign.NewUser();
        using var reader = new ApiClient(streaming).With(user.AccessToken);
        var id = (await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id");
        await campaign.Request(other);

        var seen = new List<string>();
        await foreach (var change in reader.Stream(
            TimeSpan.FromSeconds(60), opened: async () => (await campaign.Admin.Post($"/events/requests/{id}/approve")).Expect(HttpStatusCode.OK)))
        {
            change.GetProperty("id").GetString().ShouldBe(id);
            seen.Add(change.GetProperty("status").GetString()!);
            if (seen[^1] == "APPROVED")
            {
                told.TrySetResult();
            }
            else if (seen[^1] == "FULFILLED")
            {
                break;
            }
        }

        // The stream may have been opened before PENDING went by.
        string[] life = ["PENDING", "APPROVED", "FULFILLED"];
        seen.ShouldBe(seen.Contains("PENDING") ? life : life[1..]);
    }
}
