import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./api.js";
import { ProblemError, UnreadableAnswerError } from "./problem.js";
import { Credentials, sessionOf, type Session, type User } from "./session.js";
import { events } from "./stream.js";
import { transport, worthTrying } from "./transport.js";

export type { components, paths } from "./api.js";
export type { Session, User } from "./session.js";
export { ProblemError, UnreadableAnswerError } from "./problem.js";
export { readDelivery, type GrantDelivery } from "./deliveries.js";

export type RewardRequest = components["schemas"]["RequestResponse"];

export interface MessagingOptions {
  /** Where the platform is, such as https://rewards.example.com. */
  readonly address: string;
  /** The key of a service account, as which every call is made. Without it users sign in. Never in a browser. */
  readonly serviceKey?: string;
  /** How often a call is tried again that had no answer, or 429, 502, 503 or 504; 4 by default. */
  readonly retries?: number;
  /** The longest pause before a try, in milliseconds; 30 000 by default. Where the platform asks for a longer one, its refusal is thrown. */
  readonly longestWait?: number;
  /** How long one answer may take, in milliseconds; 60 000 by default. */
  readonly patience?: number;
  /** Told of each new session, by a login or a renewal, and of its end (null). */
  readonly onSession?: (session: Session | null) => void;
  readonly fetch?: typeof fetch;
}

/** The paths that answer with a page of a list. */
type ListPath = {
  [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: { "application/json": { items: unknown[]; nextCursor: null | string } } } } } } ? P : never;
}[keyof paths];

type ItemOf<P extends ListPath> = paths[P] extends { get: { responses: { 200: { content: { "application/json": { items: (infer T)[] } } } } } } ? T : never;

type ParametersOf<P extends ListPath> = paths[P] extends { get: { parameters: infer T } } ? T : never;

/** A change of a request; `id` is what {@link MessagingClient.requestChanges} goes on behind. */
export interface RequestChange {
  readonly id: string | undefined;
  readonly request: RewardRequest;
}

/** The platform, as one caller: a service account, or the user who signs in. */
export class MessagingClient {
  /**
   * Every path of the API, typed: `client.api.GET("/events/{id}", { params: { path: { id } } })`. It answers with a success, in `data`, or
   * throws: a {@link ProblemError} for a refusal, an {@link UnreadableAnswerError} for a success that is not the API's.
   */
  readonly api: Client<paths>;

  readonly #credentials: Credentials;

  constructor(options: MessagingOptions) {
    const base = `${options.address.replace(/\/+$/, "")}/api/v1`;
    const send = options.fetch ?? globalThis.fetch.bind(globalThis);
    const patience = options.patience ?? 60_000;
    const retries = { most: options.retries ?? 4, longestWait: options.longestWait ?? 30_000 };
    const kinds = new WeakMap<Request, string>();
    this.#credentials = new Credentials(options.serviceKey, (token) => refresh(base, token, send), (session) => options.onSession?.(session));
    this.api = createClient<paths>({ baseUrl: base, fetch: transport(base, this.#credentials, retries, patience, kinds, send) });
    this.api.use({
      onRequest: ({ request, options }) => {
        kinds.set(request, options.parseAs);
      },
    });
  }

  get session(): Session | null {
    return this.#credentials.session;
  }

  /** Goes on with a session that was kept. */
  set session(session: Session | null) {
    this.#credentials.session = session;
  }

  /** Signs in, unless the account has a second factor: then `code` is asked for one. */
  async logIn(email: string, password: string, code?: () => Promise<string> | string): Promise<Session> {
    const { data } = await this.api.POST("/auth/login", { body: { email, password } });
    if ("mfaToken" in data!) {
      if (code === undefined) {
        throw new Error("This account has a second factor: give a function that tells a code.");
      }

      const confirmed = await this.api.POST("/auth/mfa", { body: { mfaToken: data.mfaToken, code: await code() } });
      return (this.session = sessionOf(confirmed.data!));
    }

    return (this.session = sessionOf(data as components["schemas"]["SessionResponse"]));
  }

  /** Ends the session, everywhere. */
  async logOut(): Promise<void> {
    try {
      await this.api.POST("/auth/logout");
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 401)) {
        throw error;
      }
    }

    this.session = null;
  }

  /** Walks a list, newest first, asking for pages as they are needed. */
  async *list<P extends ListPath>(path: P, parameters?: ParametersOf<P>): AsyncGenerator<ItemOf<P>> {
    const get = this.api.GET as (path: string, init: object) => Promise<{ data?: { items: ItemOf<P>[]; nextCursor: string | null } }>;
    const given = parameters as { query?: object } | undefined;
    let cursor: string | null = null;
    do {
      const query: object = { limit: 100, ...given?.query, ...(cursor === null ? {} : { cursor }) };
      const page: { items: ItemOf<P>[]; nextCursor: string | null } = (await get(path, { params: { ...given, query } })).data!;
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /**
   * The changes of one's own requests, as they happen. A connection that is lost, or silent, is opened anew, first with what has changed since
   * the last change that was read.
   */
  async *requestChanges(options: { readonly lastChange?: string; readonly opened?: () => Promise<void> | void; readonly signal?: AbortSignal } = {}): AsyncGenerator<RequestChange> {
    const open = async (lastEventId: string | undefined, signal: AbortSignal): Promise<Response> =>
      (await this.api.GET("/events/requests/stream", {
        parseAs: "stream",
        signal,
        headers: lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId },
      })).response;
    for await (const event of events(open, options.lastChange, options.opened, options.signal)) {
      yield { id: event.id, request: JSON.parse(event.data) as RewardRequest };
    }
  }
}

/** The platform answers the same refresh token with the same session for 10 s, so that an answer that was lost is asked for again; by 9 s the last try is over. */
async function refresh(base: string, refreshToken: string, send: typeof fetch): Promise<Session> {
  const until = Date.now() + 9_000;
  for (let again = 0; ; again++) {
    let failure: unknown;
    try {
      const response = await send(`${base}/auth/refresh`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ refreshToken }),
        credentials: "omit",
        signal: AbortSignal.timeout(Math.max(1, Math.min(5_000, until - Date.now()))),
      });
      if (response.ok) {
        const answer = await response.text();
        return sessionOf(parsed(answer));
      }

      failure = await ProblemError.of(response);
    } catch (error) {
      failure = error;
    }

    const wait = failure instanceof UnreadableAnswerError || (failure instanceof ProblemError && !worthTrying.includes(failure.status)) ? null
      : failure instanceof ProblemError && failure.retryAfter !== undefined ? failure.retryAfter * 1000
      : 200 * 2 ** again;
    if (wait === null || Date.now() + wait >= until) {
      throw failure;
    }

    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function parsed(text: string): components["schemas"]["SessionResponse"] {
  try {
    return JSON.parse(text) as components["schemas"]["SessionResponse"];
  } catch (error) {
    throw new UnreadableAnswerError("POST /auth/refresh", error);
  }
}

export type { ListPath, ItemOf };
