using Contracts.Requests;
using Gateway.Coupons;
using MassTransit;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Requests;

/// <summary>Brings changes of requests to the streams that its owner has open here. A change that no open stream takes is read with GET.</summary>
internal sealed class RequestStreamConsumer(RequestStreams streams, CouponCodes codes, IOptions<JsonOptions> json) : IConsumer<RewardRequestsChanged>
{
    public Task Consume(ConsumeContext<RewardRequestsChanged> context)
    {
        foreach (var request in context.Message.Requests.Where(request => streams.AnyOf(request.UserId)))
        {
            streams.Push(request.UserId, request.Id, request.Timeline.Count, RequestFrame.Of(codes.Show(request), json.Value.SerializerOptions));
        }

        return Task.CompletedTask;
    }
}
