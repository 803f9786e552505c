import { ProblemError } from "./problem.js";
import { grown, sleep, worthTrying } from "./transport.js";

const silence = 45_000;
const firstRest = 1_000;
const longestRest = 30_000;

export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * Server-sent events over as many connections as it takes, however long that is; it throws what trying again cannot help. EventSource brings no token, and tells nobody when it cannot be opened.
 *
 * @param open opens a connection behind the last event that was read
 * @param opened called each time a connection is open
 */
export async function* events(
  open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>,
  lastEventId: string | undefined,
  opened: (() => Promise<void> | void) | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerSentEvent> {
  for (let before = 0; ; before++) {
    const start = Date.now();
    let asked = 0;
    const connection = new AbortController();
    const leave = (): void => connection.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", leave, { once: true });
    try {
      const response = await open(lastEventId, connection.signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (error instanceof ProblemError && !worthTrying.includes(error.status)) {
          throw error;
        }

        asked = error instanceof ProblemError ? (error.retryAfter ?? 0) * 1000 : 0;
        return null;
      });
      if (response !== null) {
        await opened?.();
        for await (const event of read(response.body!, connection)) {
          lastEventId = event.id ?? lastEventId;
          before = 0;
          yield event;
        }

        // What is opened and lost at once is no better than what is not opened.
        before = Date.now() - start > longestRest ? 0 : before;
      }
    } finally {
      signal?.removeEventListener("abort", leave);
      connection.abort();
    }

    await sleep(Math.max(asked, grown(firstRest, before, longestRest, Math.random())), signal);
  }
}

/** Ends when the connection is lost, silent, or at its end. */
async function* read(body: ReadableStream<Uint8Array>, connection: AbortController): AsyncGenerator<ServerSentEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  let id: string | undefined;
  let data: string[] = [];
  for (;;) {
    const timer = setTimeout(() => connection.abort(), silence);
    let part: ReadableStreamReadResult<string>;
    try {
      part = await reader.read();
    } catch {
      return;
    } finally {
      clearTimeout(timer);
    }

    if (part.done) {
      return;
    }

    text += part.value;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      const line = text.slice(0, end).replace(/\r$/, "");
      text = text.slice(end + 1);
      if (line === "") {
        if (data.length > 0) {
          yield { id, data: data.join("\n") };
        }

        id = undefined;
        data = [];
      } else if (line.startsWith("id:")) {
        id = line.slice(3).trimStart();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(5).trimStart());
      }
    }
  }
}
