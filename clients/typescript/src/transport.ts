import { ProblemError } from "./problem.js";
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

/** How long before a call is tried again, in milliseconds; null: not again. A wait that the platform asks for is kept, or not waited for at all. */
export function pause(failure: Failure, before: number, isRepeatable: boolean, retries: Retries, chance: number): number | null {
  const mayHaveBeenDone = failure.status === undefined || [502, 503, 504].includes(failure.status) || failure.code === "IDEMPOTENCY_IN_PROGRESS";
  const asked = failure.retryAfter === undefined ? undefined : failure.retryAfter * 1000;
  if (!(failure.status === 429 || (mayHaveBeenDone && isRepeatable)) || before >= retries.most || (asked ?? 0) > retries.longestWait) {
    return null;
  }

  return Math.min(asked ?? 200 * 2 ** before * (0.5 + chance / 2), retries.longestWait);
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
 */
export function transport(base: string, credentials: Credentials, retries: Retries, patience: number, send: typeof fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const route = `${request.method} ${new URL(request.url).pathname.slice(new URL(base).pathname.length)}`;
    const isAnonymous = anonymous.test(route);
    const isReading = request.method === "GET" || request.method === "HEAD";
    const heedsKey = !isReading && !isAnonymous && !route.startsWith("POST /auth/");
    if (heedsKey && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }

    const body = isReading ? undefined : await request.arrayBuffer();
    let wasRenewed = false;
    for (let again = 0; ; again++) {
      const token = isAnonymous ? undefined : await credentials.token();
      if (token !== undefined) {
        request.headers.set("Authorization", `Bearer ${token}`);
      }

      let failure: Error;
      try {
        return await attempt(request, body, patience, send);
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

/** One try. Its time ends with the head of the answer: a stream has no end. */
async function attempt(request: Request, body: ArrayBuffer | undefined, patience: number, send: typeof fetch): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`${request.method} ${request.url} was not answered within ${patience / 1000} s.`)), patience);
  const leave = (): void => late.abort(request.signal.reason);
  request.signal.addEventListener("abort", leave, { once: true });
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

    return response;
  } finally {
    clearTimeout(timer);
  }
}
