namespace Contracts.Sessions;

/// <summary>From the Gateway. Ends access and refresh tokens of the user. Answered with SessionEnded.</summary>
public sealed record LogOut(Guid UserId);
