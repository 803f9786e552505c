namespace Contracts.Activities;

/// <summary>From the Gateway to EventService when an account is deleted, so that the effect is there before the answer: what waits for a
/// decision is cancelled, the data of activities erased. UserDeleted has it done in any case. Answered with UserForgotten.</summary>
public sealed record ForgetUser(Guid UserId);
