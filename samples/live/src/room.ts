import * as signalR from "@microsoft/signalr";
import type { Api } from "./api.ts";
import { type Kind, Peer, type Way } from "./peer.ts";

export interface Participant {
  participantId: string;
  userId: string;
  name: string;
  permissions: string[];
}

export interface RoomEvents {
  came(participant: Participant): void;
  left(participantId: string): void;
  picture(participantId: string, stream: MediaStream): void;
  way(participantId: string, way: Way): void;
  text(from: Participant, text: string): void;
  closed(reason: string): void;
  note(line: string): void;
}

interface Joined {
  participantId: string;
  peers: Participant[];
}

/** A lost connection keeps its place for so long. */
const kept = 15_000;

/** One stay in a room: the hub tells who else is there and carries signals; a Peer for each of them carries the rest. */
export class Room {
  private readonly hub: signalR.HubConnection;
  private readonly participants = new Map<string, Participant>();
  private readonly peers = new Map<string, Peer>();
  private self: string | null = null;
  private over = false;
  private returning = false;

  constructor(
    private readonly api: Api,
    private readonly id: string,
    private readonly token: string,
    private readonly ice: RTCConfiguration,
    private readonly picture: MediaStream,
    private readonly events: RoomEvents,
  ) {
    this.hub = new signalR.HubConnectionBuilder()
      .withUrl(api.hub, { transport: signalR.HttpTransportType.WebSockets, skipNegotiation: true, accessTokenFactory: () => api.token() })
      .configureLogging(signalR.LogLevel.None)
      .build();
    this.hub.on("peerJoined", ({ participant }: { participant: Participant }) => this.meet(participant));
    this.hub.on("peerLeft", ({ participantId }: { participantId: string }) => this.part(participantId));
    this.hub.on("signal", ({ from, kind, payload }: { from: string; kind: Kind; payload: unknown }) => this.take(from, kind, payload));
    this.hub.on("roomClosed", () => this.end("The room was closed, or your place in it was taken back."));
    this.hub.onclose(() => void this.comeBack());
  }

  async enter(): Promise<void> {
    try {
      await this.hub.start();
      await this.join();
    } catch (error) {
      this.over = true;
      await this.hub.stop();
      throw error;
    }
  }

  /** To everybody in the room, from browser to browser. */
  say(text: string): void {
    for (const peer of this.peers.values()) {
      peer.say(text);
    }
  }

  async leave(): Promise<void> {
    if (this.hub.state === signalR.HubConnectionState.Connected) {
      await this.hub.invoke("leaveRoom", this.id).catch(() => undefined);
    }

    this.end("You left.");
  }

  private async join(): Promise<void> {
    const { participantId, peers } = await this.hub.invoke<Joined>("joinRoom", this.id, this.token, this.self);
    const same = participantId === this.self;
    this.self = participantId;
    this.events.note(same ? "joinRoom: back as the same participant" : `joinRoom: ${peers.length === 0 ? "nobody else is here yet" : `here already: ${peers.map(nameOf).join(", ")}`}`);
    for (const gone of [...this.participants.keys()].filter((known) => !peers.some((peer) => peer.participantId === known))) {
      this.part(gone);
    }

    for (const peer of peers) {
      this.meet(peer);
      if (!this.peers.has(peer.participantId)) {
        this.peerOf(peer).call();
      }
    }
  }

  /** The hub ends a connection with its access token: with a new one, and his id, the same participant goes on. Pictures and text do not stop meanwhile. */
  private async comeBack(): Promise<void> {
    if (this.over || this.returning) {
      return;
    }

    this.returning = true;
    this.events.note("the connection to the hub is gone: connecting again");
    const until = Date.now() + kept;
    for (let pause = 250; this.returning && !this.over; pause *= 2) {
      try {
        await this.hub.start();
        await this.join();
        this.returning = false;
      } catch (error) {
        this.api.renew();
        await this.hub.stop();
        if (Date.now() + pause > until) {
          this.end(`The hub cannot be reached: ${messageOf(error)}`);
        } else {
          await new Promise((resume) => setTimeout(resume, pause));
        }
      }
    }
  }

  /** May be told before the answer of joinRoom, and again in it. */
  private meet(participant: Participant): void {
    if (!this.participants.has(participant.participantId)) {
      this.participants.set(participant.participantId, participant);
      this.events.came(participant);
    }
  }

  private part(participantId: string): void {
    this.peers.get(participantId)?.close();
    this.peers.delete(participantId);
    if (this.participants.delete(participantId)) {
      this.events.left(participantId);
    }
  }

  private take(from: string, kind: Kind, payload: unknown): void {
    const participant = this.participants.get(from);
    if (participant) {
      this.events.note(`${kind} from ${nameOf(participant)}`);
      (this.peers.get(from) ?? this.peerOf(participant)).take(kind, payload);
    }
  }

  private peerOf(participant: Participant): Peer {
    const id = participant.participantId;
    const peer: Peer = new Peer(this.ice, this.self! < id, this.picture, {
      send: async (kind, payload) => {
        await this.hub.invoke("signal", this.id, id, kind, payload);
        this.events.note(`${kind} to ${nameOf(participant)}`);
      },
      picture: (stream) => this.events.picture(id, stream),
      open: () => this.events.note(`the data channel to ${nameOf(participant)} is open`),
      text: (text) => this.events.text(participant, text),
      way: (way) => this.events.way(id, way),
      failed: (error) => {
        this.events.note(`${nameOf(participant)}: ${messageOf(error)}`);

        // Lost for the moment, or for good. Who comes back calls whoever has no connection to him.
        if (messageOf(error).includes("NO_SUCH_PEER") && this.peers.get(id) === peer) {
          this.peers.delete(id);
          peer.close();
        }
      },
    });
    this.peers.set(id, peer);
    return peer;
  }

  private end(reason: string): void {
    if (!this.over) {
      this.over = true;
      void this.hub.stop();
      for (const participantId of [...this.participants.keys()]) {
        this.part(participantId);
      }

      this.events.closed(reason);
    }
  }
}

export function nameOf(participant: Participant): string {
  return participant.name || participant.userId.slice(0, 8);
}

/** Of a refusal of the hub, from its code on. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^.*HubException: /, "");
}
