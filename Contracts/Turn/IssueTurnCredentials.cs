namespace Contracts.Turn;

/// <summary>From the Gateway for a user, who may have so many at a time. Answered with TurnCredentials, or Refused NOT_FOUND for a room that he
/// does not see, TURN_SESSIONS_EXCEEDED, TURN_NOT_CONFIGURED.</summary>
public sealed record IssueTurnCredentials(Guid? RoomId, Caller Caller);

/// <summary>What a TURN server takes: Username begins with its end in seconds since 1970, Ttl is in seconds.</summary>
public sealed record TurnCredentials(string Username, string Credential, int Ttl, IReadOnlyList<string> Uris);
