export type Kind = "offer" | "answer" | "candidate" | "bye";

/** How the browser reaches a peer, as far as it knows. */
export type Way = "connecting" | "direct" | "relay" | "lost";

export interface PeerEvents {
  /** Carries a signal to the peer, through the hub. */
  send(kind: Kind, payload: unknown): Promise<void>;
  picture(stream: MediaStream): void;
  open(): void;
  text(text: string): void;
  way(way: Way): void;
  failed(error: unknown): void;
}

/** An offer whose answer has not come by then is made anew: one of the two was lost. */
const patience = 10_000;

/**
 * The connection to one peer: pictures, and a data channel for text. Both sides may offer at once ("perfect negotiation"): the
 * polite one takes its own offer back.
 */
export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly channel: RTCDataChannel;
  private work: Promise<void> = Promise.resolve();
  private ignoring = false;
  private joined = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(configuration: RTCConfiguration, private readonly polite: boolean, private readonly picture: MediaStream, private readonly events: PeerEvents) {
    this.connection = new RTCPeerConnection(configuration);
    this.connection.onnegotiationneeded = () => this.joined && this.inTurn(() => this.offer());
    this.connection.onicecandidate = ({ candidate }) => candidate && this.inTurn(() => this.events.send("candidate", candidate.toJSON()));
    this.connection.ontrack = ({ streams: [stream] }) => stream && events.picture(stream);
    this.connection.onconnectionstatechange = () => void this.tellWay();

    // Agreed upon beforehand: whoever offers, there is one.
    this.channel = this.connection.createDataChannel("text", { negotiated: true, id: 0 });
    this.channel.onopen = () => events.open();
    this.channel.onmessage = ({ data }) => events.text(String(data));
  }

  get connected(): boolean {
    return this.connection.connectionState === "connected";
  }

  /** Who comes into a room calls those who are there. */
  call(): void {
    this.addPicture();
  }

  /** Credentials that hold longer, for whatever way is looked for from now on. */
  use(configuration: RTCConfiguration): void {
    if (this.connection.signalingState !== "closed") {
      this.connection.setConfiguration(configuration);
    }
  }

  /** Signals may have been lost: begins anew unless the connection stands. */
  restart(): void {
    if (!this.connected) {
      this.connection.restartIce();
      this.inTurn(() => this.offerAgain());
    }
  }

  say(text: string): void {
    if (this.channel.readyState === "open") {
      this.channel.send(text);
    }
  }

  /** Signals come in order, and each is done with before the next. */
  take(kind: Kind, payload: unknown): void {
    this.inTurn(async () => {
      switch (kind) {
        case "offer":
          await this.takeOffer(payload as RTCSessionDescriptionInit);
          break;
        case "answer":
          await this.connection.setRemoteDescription(payload as RTCSessionDescriptionInit);
          break;
        case "candidate":
          await this.connection.addIceCandidate(payload as RTCIceCandidateInit).catch((error: unknown) => {
            // Of an offer that was not taken.
            if (!this.ignoring) {
              throw error;
            }
          });
          break;
        case "bye":
          this.close();
          break;
      }
    });
  }

  close(): void {
    clearTimeout(this.waiting);
    this.connection.close();
    this.events.way("lost");
  }

  private async takeOffer(offer: RTCSessionDescriptionInit): Promise<void> {
    const collides = this.connection.signalingState !== "stable";
    this.ignoring = collides && !this.polite;
    if (this.ignoring) {
      return;
    }

    await this.connection.setRemoteDescription(offer);
    this.addPicture();
    await this.connection.setLocalDescription();
    await this.events.send("answer", this.connection.localDescription!.toJSON());
  }

  private async offer(): Promise<void> {
    // What an offer from there has brought about meanwhile needs none of ours.
    if (this.connection.signalingState !== "stable") {
      return;
    }

    await this.connection.setLocalDescription();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.inTurn(() => this.offerAgain()), patience);
    await this.events.send("offer", this.connection.localDescription!.toJSON());
  }

  private async offerAgain(): Promise<void> {
    if (this.connection.signalingState === "have-local-offer") {
      await this.connection.setLocalDescription({ type: "rollback" });
      await this.offer();
    }
  }

  private addPicture(): void {
    if (!this.joined) {
      this.joined = true;
      for (const track of this.picture.getTracks()) {
        this.connection.addTrack(track, this.picture);
      }
    }
  }

  private async tellWay(): Promise<void> {
    const state = this.connection.connectionState;
    if (state === "failed") {
      this.connection.restartIce();
    }

    if (state === "connected") {
      const way = (await this.isRelayed()) ? "relay" : "direct";
      if (this.connected) {
        this.events.way(way);
      }
    } else {
      this.events.way(state === "closed" ? "lost" : "connecting");
    }
  }

  /** By the pair of addresses that the browser has chosen. */
  private async isRelayed(): Promise<boolean> {
    const stats = await this.connection.getStats();
    for (const entry of stats.values()) {
      if (entry.type === "transport" && entry.selectedCandidatePairId) {
        const pair = stats.get(entry.selectedCandidatePairId);
        return [pair.localCandidateId, pair.remoteCandidateId].some((id) => stats.get(id)?.candidateType === "relay");
      }
    }

    return false;
  }

  private inTurn(step: () => Promise<void>): void {
    this.work = this.work.then(() => (this.connection.signalingState === "closed" ? undefined : step())).catch((error) => this.events.failed(error));
  }
}
