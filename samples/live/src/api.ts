/** What the REST API refuses, with its stable code. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(`${code}: ${detail}`);
  }
}

export interface RoomDetails {
  id: string;
  name: string;
  capacity: number;
}

interface Session {
  accessToken: string;
  refreshToken: string | null;
  endsAt: number;
}

/** The REST side: who somebody is, rooms, and what opens them. */
export class Api {
  private session: Session | null = null;

  constructor(private readonly address: string) {}

  get hub(): string {
    return `${this.address}/live/hub`;
  }

  async signUp(email: string, password: string, name: string): Promise<void> {
    await this.call("POST", "/users", { email, password, name });
    await this.signIn(email, password);
  }

  /** One account has one session: signing in elsewhere ends this one. */
  async signIn(email: string, password: string): Promise<void> {
    await this.begin(this.call("POST", "/auth/login", { email, password }));
  }

  /** Good for what is left of its quarter of an hour. */
  useToken(accessToken: string): void {
    this.session = { accessToken, refreshToken: null, endsAt: Infinity };
  }

  /** The access token, a new one when little of it is left. */
  async token(): Promise<string> {
    if (!this.session) {
      throw new Error("Nobody has signed in.");
    }

    if (this.session.refreshToken && this.session.endsAt - Date.now() < 60_000) {
      await this.begin(this.call("POST", "/auth/refresh", { refreshToken: this.session.refreshToken }));
    }

    return this.session.accessToken;
  }

  /** The access token was refused: its session may have gone on elsewhere. */
  renew(): void {
    if (this.session) {
      this.session.endsAt = 0;
    }
  }

  openRoom(name: string): Promise<RoomDetails> {
    return this.signed("POST", "/rooms", { name });
  }

  room(id: string): Promise<RoomDetails> {
    return this.signed("GET", `/rooms/${encodeURIComponent(id)}`);
  }

  /** Opens the room for an hour, for whoever is signed in. */
  async roomToken(id: string, permissions: string[]): Promise<string> {
    const { token } = await this.signed<{ token: string }>("POST", `/rooms/${id}/tokens`, { permissions });
    return token;
  }

  /** What RTCPeerConnection needs to reach others through TURN; none where no TURN server is configured. */
  async iceServers(roomId: string): Promise<RTCIceServer[]> {
    try {
      return (await this.signed<{ iceServers: RTCIceServer[] }>("POST", "/turn/credentials", { roomId })).iceServers;
    } catch (refused) {
      if (refused instanceof Refused && refused.code === "TURN_NOT_CONFIGURED") {
        return [];
      }

      throw refused;
    }
  }

  private async begin(answer: Promise<{ accessToken?: string; refreshToken: string; expiresIn: number }>): Promise<void> {
    const { accessToken, refreshToken, expiresIn } = await answer;
    if (!accessToken) {
      throw new Error("This account has a second factor: paste an access token instead.");
    }

    this.session = { accessToken, refreshToken, endsAt: Date.now() + expiresIn * 1000 };
  }

  private async signed<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.call(method, path, body, await this.token());
  }

  private async call<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const answer = await fetch(this.address + path, {
      method,
      headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Refused(answer.status, json.code, json.errors ? Object.entries(json.errors).map(([field, faults]) => `${field} ${faults}`).join(" ") : json.detail);
    }

    return json;
  }
}
