import type { components } from "./api.js";
import { ProblemError, UnreadableAnswerError } from "./problem.js";

export type User = components["schemas"]["UserDetails"];

/** A user's session. Whoever keeps one, to go on with it after a restart, keeps it secret. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Of the access token, in milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number;
  readonly user: User;
}

export function sessionOf(answer: components["schemas"]["SessionResponse"]): Session {
  if (typeof answer?.accessToken !== "string" || typeof answer.refreshToken !== "string") {
    throw new UnreadableAnswerError("A login or a refresh", undefined);
  }

  return { accessToken: answer.accessToken, refreshToken: answer.refreshToken, expiresAt: Date.now() + answer.expiresIn * 1000, user: answer.user };
}

const margin = 20_000;

/**
 * Who calls: a service account by its key, or a user by his session, which is renewed as it ends. However many calls find it ended, it is
 * renewed once. A refresh that had no answer is repeated within the time in which the platform answers it with the same session; then the token
 * is kept.
 */
export class Credentials {
  #session: Session | null = null;
  #renewal: Promise<Session | null> | null = null;

  constructor(
    readonly serviceKey: string | undefined,
    readonly refresh: (refreshToken: string) => Promise<Session>,
    readonly changed: (session: Session | null) => void,
  ) {}

  get session(): Session | null {
    return this.#session;
  }

  set session(session: Session | null) {
    this.#session = session;
    this.changed(session);
  }

  async token(): Promise<string | undefined> {
    if (this.serviceKey !== undefined) {
      return this.serviceKey;
    }

    const present = this.#session;
    const session = present !== null && Date.now() >= present.expiresAt - margin ? await this.#renewed(present) : present;
    return session?.accessToken;
  }

  /** After a token was refused: whether there is another one. */
  async renew(refused: string): Promise<boolean> {
    const present = this.#session;
    if (this.serviceKey !== undefined || present === null) {
      return false;
    }

    return present.accessToken !== refused || (await this.#renewed(present)) !== null;
  }

  async #renewed(old: Session): Promise<Session | null> {
    if (this.#session !== old) {
      return this.#session;
    }

    this.#renewal ??= this.#exchange(old).finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #exchange(old: Session): Promise<Session | null> {
    try {
      const fresh = await this.refresh(old.refreshToken);
      // Who signed in or out meanwhile is not overwritten.
      if (this.#session === old) {
        this.session = fresh;
      }
    } catch (error) {
      if (error instanceof ProblemError && error.code === "INVALID_REFRESH_TOKEN" && this.#session === old) {
        this.session = null;
      }

      throw error;
    }

    return this.#session;
  }
}
