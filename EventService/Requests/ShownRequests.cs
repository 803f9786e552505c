using Contracts;
using Contracts.Requests;
using EventService.Terms;

namespace EventService.Requests;

/// <summary>Requests as callers see them, with what their rewards are.</summary>
internal sealed class ShownRequests(RewardTermsStore terms)
{
    /// <summary>With the coupon codes, when the caller owns it.</summary>
    public Task<RewardRequestDetails> For(Caller caller, RewardRequest request, CancellationToken cancellationToken) =>
        Of(request.ToSnapshot(), withCodes: request.UserId == caller.UserId, cancellationToken);

    public async Task<RewardRequestDetails> Of(RequestSnapshot request, bool withCodes, CancellationToken cancellationToken) => request.ToDetails(
        request.TermsId is { } id ? await terms.Get(id, cancellationToken) : null, withCodes);
}
