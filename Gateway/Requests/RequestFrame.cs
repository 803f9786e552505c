using System.Text.Json;
using Contracts.Requests;

namespace Gateway.Requests;

/// <summary>A change of a request as a server-sent event.</summary>
internal static class RequestFrame
{
    public static string Of(RewardRequestDetails request, JsonSerializerOptions json) =>
        $"id: {MissedChanges.IdOf(request)}\nevent: request\ndata: {JsonSerializer.Serialize(RequestResponse.Of(request), json)}\n\n";
}
