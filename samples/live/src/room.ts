import * as signalR from "@microsoft/signalr";
import { type Api, Refused } from "./api.ts";
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

interface Signal {
  kind: Kind;
  payload: unknown;
}

/** A lost connection keeps its place for so long. */
const kept = 15_000;

/** Who has come calls; who does not hear from him by then calls himself. */
const patience = 10_000;

/** Of signals that come before their sender is known: more than a browser sends at once. */
const early = { senders: 50, signals: 100 };

/** Nothing that is tried again comes to another end. */
const final = ["INVALID_ROOM_TOKEN", "ROOM_CLOSED", "NOT_FOUND"];

/** One stay in a room: the hub tells who else is there and carries signals; a Peer for each of them carries the rest. */
export class Room {
  private readonly hub: signalR.HubConnection;
  private readonly participants = new Map<string, Participant>();
  private readonly peers = new Map<string, Peer>();
  private readonly held = new Map<string, Signal[]>();
  private ice: RTCConfiguration = {};
  private self: string | null = null;
  private over = false;
  private returning = false;

  constructor(
    private readonly api: Api,
    private readonly id: string,
    private readonly permissions: string[],
    private readonly relayed: boolean,
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
    await this.renewIce();
    const token = await this.api.roomToken(this.id, this.permissions);

    // Who is told of while the answer is on its way may be missing in it.
    const before = [...this.participants.keys()];
    const { participantId, peers } = await this.hub.invoke<Joined>("joinRoom", this.id, token, this.self);
    const same = participantId === this.self;
    this.self = participantId;
    this.events.note(same ? "joinRoom: back as the same participant" : `joinRoom: ${peers.length === 0 ? "nobody else is here yet" : `here already: ${peers.map(nameOf).join(", ")}`}`);
    for (const gone of before.filter((known) => !peers.some((peer) => peer.participantId === known))) {
      this.part(gone);
    }

    for (const peer of peers) {
      this.meet(peer);
      const known = this.peers.get(peer.participantId);
      if (known) {
        known.restart();
      } else {
        this.peerOf(peer).call();
      }
    }

    for (const participant of this.participants.values()) {
      this.hear(participant);
    }
  }

  /** What was issued holds for an hour, and a stay may be longer: who comes back has new ones in time. */
  private async renewIce(): Promise<void> {
    try {
      this.ice = { iceServers: await this.api.iceServers(this.id), iceTransportPolicy: this.relayed ? "relay" : "all" };
    } catch (error) {
      if (this.self === null) {
        throw error;
      }

      this.events.note(`TURN: ${messageOf(error)}`);
    }

    for (const peer of this.peers.values()) {
      peer.use(this.ice);
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
    let reason: unknown = null;
    for (let pause = 1000; this.returning && !this.over; pause *= 2) {
      // Others of the same address lost theirs at the same moment, and it may open ten a minute.
      await new Promise((resume) => setTimeout(resume, Math.min(pause * Math.random(), until - Date.now())));
      try {
        if (reason) {
          // A browser does not say why the hub was not opened; REST does, and takes a new access token where it was that.
          await this.api.room(this.id);
        }

        await this.hub.start();
        await this.join();
        this.returning = false;
      } catch (error) {
        reason = error;
        await this.hub.stop();
        if (isFinal(error) || Date.now() >= until) {
          this.end(`There is no way back: ${messageOf(error)}`);
        }
      }
    }

    if (this.over) {
      await this.hub.stop();
    }
  }

  /** May be told before the answer of joinRoom, and again in it. */
  private meet(participant: Participant): void {
    if (!this.participants.has(participant.participantId)) {
      this.participants.set(participant.participantId, participant);
      this.events.came(participant);
      this.callLater(participant);
    }

    this.hear(participant);
  }

  /** What he sent before he was known, or before this participant knew his own id, which decides who gives way. */
  private hear({ participantId }: Participant): void {
    if (this.self !== null) {
      const signals = this.held.get(participantId) ?? [];
      this.held.delete(participantId);
      for (const { kind, payload } of signals) {
        this.take(participantId, kind, payload);
      }
    }
  }

  private callLater(participant: Participant): void {
    const id = participant.participantId;
    setTimeout(() => {
      if (this.self !== null && this.participants.get(id) === participant && !this.peers.has(id)) {
        this.peerOf(participant).call();
      }
    }, patience);
  }

  private part(participantId: string): void {
    this.held.delete(participantId);
    this.peers.get(participantId)?.close();
    this.peers.delete(participantId);
    if (this.participants.delete(participantId)) {
      this.events.left(participantId);
    }
  }

  private take(from: string, kind: Kind, payload: unknown): void {
    const participant = this.participants.get(from);
    if (!participant || this.self === null) {
      this.hold(from, { kind, payload });
      return;
    }

    this.events.note(`${kind} from ${nameOf(participant)}`);
    const peer = this.peers.get(from) ?? (kind === "offer" ? this.peerOf(participant) : null);
    peer?.take(kind, payload);
  }

  /** Signals and who is here are told on two ways: a signal may be the first. */
  private hold(from: string, signal: Signal): void {
    const signals = this.held.get(from) ?? [];
    if (signals.length < early.signals && (signals.length > 0 || this.held.size < early.senders)) {
      this.held.set(from, [...signals, signal]);
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

        // Lost for the moment, or for good. Who comes back calls whoever has no connection to him. One that stands needs no hub.
        if (messageOf(error).startsWith("NO_SUCH_PEER:") && !peer.connected && this.peers.get(id) === peer) {
          this.peers.delete(id);
          peer.close();
          this.callLater(participant);
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

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isFinal(error: unknown): boolean {
  return error instanceof Refused ? [401, 403, 404, 409].includes(error.status) : final.includes(messageOf(error).split(":")[0]!);
}
