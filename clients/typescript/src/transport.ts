import { ProblemError, UnreadableAnswerError } from "./problem.js";
import type { Credentials } from "./session.js";

export interface Retries {
  /** How often a call is tried again. */
  readonly most: number;
  /** The longest pause before a try, in milliseconds. */
  readonly longestWait: number;
}

interface Failure {
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: number | undefined;
}

/** Statuses with which the platform, or what stands before it, cannot answer now. */
export const worthTrying: readonly number[] = [429, 502, 503, 504];

const longestKey = 128;

/** Twice as long each time, up to the longest, and by chance up to half of it shorter. */
export function grown(first: number, before: number, longest: number, chance: number): number {
  return Math.min(first * 2 ** before, longest) * (0.5 + chance / 2);
}

/** How long before a call is tried again, in milliseconds; null: not again. A wait that the platform asks for is kept, or not waited for at all. */
export function pause(failure: Failure, before: number, isRepeatable: boolean, retries: Retries, chance: number): number | null {
  const mayHaveBeenDone = failure.status === undefined || [502, 503, 504].includes(failure.status) || failure.code === "IDEMPOTENCY_IN_PROGRESS";
  const asked = failure.retryAfter === undefined ? undefined : failure.retryAfter * 1000;
  if (!(failure.status === 429 || (mayHaveBeenDone && isRepeatable)) || before >= retries.most || (asked ?? 0) > retries.longestWait) {
    return null;
  }

  return asked ?? grown(200, before, retries.longestWait, chance);
}

export function sleep(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }

    signal?.addEventListener("abort", stop, { once: true });
  });
}

const anonymous = /^POST \/(users|auth\/(login|mfa|refresh|verify-email|password\/forgot|password\/reset)|turn\/validate)$/;

/**
 * A fetch that answers with a success or throws: it brings the token, makes an Idempotency-Key for each mutation and keeps it over tries, tries
 * again what is worth it and safe, and throws what the platform refuses as a ProblemError.
 *
 * @param kinds as what the answer to a request is read, JSON by default
 */
export function transport(base: string, credentials: Credentials, retries: Retries, patience: number, kinds: WeakMap<Request, string>, send: typeof fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const route = `${request.method} ${new URL(request.url).pathname.slice(new URL(base).pathname.length)}`;
    const isAnonymous = anonymous.test(route);
    const isReading = request.method === "GET" || request.method === "HEAD";
    const heedsKey = !isReading && !isAnonymous && !route.startsWith("POST /auth/");
    if (heedsKey && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }

    const given = request.headers.get("Idempotency-Key");
    if (heedsKey && given !== null && (given.length > longestKey || !/^[ -~]+$/.test(given))) {
      throw new TypeError(`An Idempotency-Key is up to ${longestKey} printable characters of ASCII.`);
    }

    const kind = kinds.get(request) ?? "json";
    const body = isReading ? undefined : await request.arrayBuffer();
    let wasRenewed = false;
    for (let again = 0; ; again++) {
      const token = isAnonymous ? undefined : await credentials.token();
      if (token !== undefined) {
        request.headers.set("Authorization", `Bearer ${token}`);
      }

      let failure: Error;
      try {
        return await attempt(request, route, kind, body, patience, send);
      } catch (error) {
        request.signal.throwIfAborted();
        if (error instanceof ProblemError && error.status === 401 && error.code === "UNAUTHENTICATED" && token !== undefined && !wasRenewed) {
          if (!(await credentials.renew(token))) {
            throw error;
          }

          wasRenewed = true;
          again--;
          continue;
        }

        if (error instanceof UnreadableAnswerError) {
          throw error;
        }

        failure = error as Error;
      }

      const wait = pause(failure instanceof ProblemError ? failure : {}, again, isReading || heedsKey, retries, Math.random());
      if (wait === null) {
        throw failure;
      }

      await sleep(wait, request.signal);
    }
  };
}

/** One try. Its time ends with the body of the answer, or, since a stream has no end, with its head. */
async function attempt(request: Request, route: string, kind: string, body: ArrayBuffer | undefined, patience: number, send: typeof fetch): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`${request.method} ${request.url} was not answered within ${patience / 1000} s.`)), patience);
  const leave = (): void => late.abort(request.signal.reason);
  request.signal.addEventListener("abort", leave, { once: true });
  let isHandedOn = false;
  try {
    const response = await send(request.url, {
      method: request.method,
      headers: request.headers,
      body: body !== undefined && body.byteLength > 0 ? body : null,
      credentials: "omit",
      redirect: "error",
      signal: late.signal,
    });
    if (!response.ok) {
      throw await ProblemError.of(response);
    }

    if (kind === "stream") {
      isHandedOn = true;
      return response;
    }

    const bytes = await response.arrayBuffer();
    if (kind === "json" && bytes.byteLength > 0) {
      try {
        JSON.parse(new TextDecoder().decode(bytes));
      } catch (error) {
        throw new UnreadableAnswerError(route, error);
      }
    }

    return new Response(bytes.byteLength > 0 ? bytes : null, { status: response.status, statusText: response.statusText, headers: response.headers });
  } finally {
    clearTimeout(timer);
    if (!isHandedOn) {
      request.signal.removeEventListener("abort", leave);
    }
  }
}
