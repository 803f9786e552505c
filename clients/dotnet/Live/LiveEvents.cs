using System.Text.Json;

namespace Messaging.Client;

/// <summary>One of the others in a room.</summary>
public sealed record Peer(Guid ParticipantId, Guid UserId, string Name, IReadOnlyList<RoomPermission> Permissions);

/// <summary>As whom one is in a room, and who else is.</summary>
public sealed record RoomJoined(Guid ParticipantId, Room Room, IReadOnlyList<Peer> Peers);

public sealed record PeerJoined(Guid RoomId, Peer Participant);

public sealed record PeerLeft(Guid RoomId, Guid ParticipantId);

/// <summary>What a peer has sent. Kind: offer, answer, candidate or bye.</summary>
public sealed record PeerSignal(Guid RoomId, Guid From, string Kind, JsonElement Payload);

public sealed record RoomClosed(Guid RoomId);

public sealed record StageClosed(Guid StageId);

/// <summary>The token of one's session was revoked; the connection ends.</summary>
public sealed record StageRevoked(Guid StageId);

public sealed record StageViewers(Guid StageId, int Viewers);
