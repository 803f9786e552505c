/** What the REST API refuses, with its stable code. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(`${code}: ${detail}`);
  }
}

/** Nothing answers, or not this page: a browser does not say which. */
export class Unreachable extends Error {
  constructor() {
    super("The platform does not answer. Does it run there, and does Cors__Origins__0 name this page's origin?");
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

interface Servers {
  servers: RTCIceServer[];
  until: number;
}

/** Credentials for TURN are renewed while so much of them is left: a connection that begins with them takes its time. */
const left = 300_000;

/** The REST side: who somebody is, rooms, and what opens them. */
export class Api {
  private readonly servers = new Map<string, Servers>();
  private session: Session | null = null;
  private renewing: Promise<void> | null = null;

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
      await this.renew(this.session.refreshToken);
    }

    return this.session.accessToken;
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

  /** What RTCPeerConnection needs to reach others through TURN; none where no TURN server is configured. Few are issued in an hour: each is used for most of it. */
  async iceServers(roomId: string): Promise<RTCIceServer[]> {
    const known = this.servers.get(roomId);
    if (known && known.until > Date.now()) {
      return known.servers;
    }

    try {
      const { iceServers, ttl } = await this.signed<{ iceServers: RTCIceServer[]; ttl: number }>("POST", "/turn/credentials", { roomId });
      this.servers.set(roomId, { servers: iceServers, until: Date.now() + ttl * 1000 - left });
      return iceServers;
    } catch (refused) {
      if (refused instanceof Refused && refused.code === "TURN_NOT_CONFIGURED") {
        return [];
      }

      throw refused;
    }
  }

  /** A refresh token is good for one refresh, however many calls need it. */
  private renew(refreshToken: string): Promise<void> {
    this.renewing ??= this.begin(this.call("POST", "/auth/refresh", { refreshToken })).finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async begin(answer: Promise<{ accessToken?: string; refreshToken: string; expiresIn: number }>): Promise<void> {
    const { accessToken, refreshToken, expiresIn } = await answer;
    if (!accessToken) {
      throw new Error("This account has a second factor: paste an access token instead.");
    }

    this.session = { accessToken, refreshToken, endsAt: Date.now() + expiresIn * 1000 };
  }

  private async signed<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = await this.token();
    try {
      return await this.call<T>(method, path, body, token);
    } catch (refused) {
      if (!(refused instanceof Refused && refused.status === 401 && this.session?.refreshToken)) {
        throw refused;
      }

      // Unless another call has done so meanwhile.
      if (this.session.accessToken === token) {
        await this.renew(this.session.refreshToken);
      }

      return this.call<T>(method, path, body, this.session.accessToken);
    }
  }

  private async call<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const answer = await fetch(this.address + path, {
      method,
      headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    }).catch(() => {
      throw new Unreachable();
    });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Refused(answer.status, json.code, json.errors ? Object.entries(json.errors).map(([field, faults]) => `${field} ${faults}`).join(" ") : json.detail);
    }

    return json;
  }
}
