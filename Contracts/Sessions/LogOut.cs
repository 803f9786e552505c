namespace Contracts.Sessions;

/// <summary>From the Gateway. Ends access and refresh tokens of the user: of this session only, when it is named, so that
/// a late delivery leaves a newer one alone. Answered with SessionEnded.</summary>
public sealed record LogOut(Guid UserId, Guid? SessionId = null);
