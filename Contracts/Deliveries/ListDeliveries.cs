namespace Contracts.Deliveries;

/// <summary>From the Gateway for the log of a request's deliveries. Answered with DeliveryList, newest first, or Refused VALIDATION_FAILED for
/// a bad cursor.</summary>
public sealed record ListDeliveries(Guid RequestId, int Limit, string? Cursor);
