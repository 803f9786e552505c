import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { MessagingClient, ProblemError, readDelivery, UnreadableAnswerError } from "../dist/index.js";

const address = "https://platform.example.com";
const user = { id: "u", email: "ada@example.com" };
const session = (number, expiresAt = Date.now() + 900_000) => ({ accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresAt, user });
const json = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers } });
const problem = (status, code, headers) => json(status, { status, code, detail: "Said by the platform.", traceId: "t" }, headers);

/** Answers as a test wishes, and remembers what was sent. */
function stub(answer) {
  const sent = [];
  const send = async (url, init = {}) => {
    const headers = new Headers(init.headers);
    const one = {
      method: init.method ?? "GET",
      path: new URL(url).pathname.slice("/api/v1".length),
      query: new URL(url).searchParams,
      body: init.body ? JSON.parse(typeof init.body === "string" ? init.body : new TextDecoder().decode(init.body)) : undefined,
      token: headers.get("Authorization")?.slice("Bearer ".length),
      key: headers.get("Idempotency-Key"),
      headers,
      signal: init.signal,
    };
    sent.push(one);
    return answer(one, sent.length);
  };
  return { sent, send };
}

/** As the platform: the newest access token alone counts, and a refresh token once. */
function rotating() {
  let issued = 1;
  return (request) => {
    if (request.path === "/auth/refresh") {
      if (request.body.refreshToken !== `refresh-${issued}`) return problem(401, "INVALID_REFRESH_TOKEN");
      issued++;
      return json(200, { accessToken: `access-${issued}`, tokenType: "Bearer", expiresIn: 900, refreshToken: `refresh-${issued}`, user });
    }

    return request.token === `access-${issued}` ? json(200, user) : problem(401, "UNAUTHENTICATED");
  };
}

test("one refresh serves however many calls find the token ended", async () => {
  const { sent, send } = stub(rotating());
  const client = new MessagingClient({ address, fetch: send });
  client.session = session(1, Date.now() - 1000);

  await Promise.all(Array.from({ length: 50 }, () => client.api.GET("/auth/me")));

  assert.deepEqual(sent.filter((one) => one.path === "/auth/refresh").map((one) => one.body.refreshToken), ["refresh-1"]);
  assert.equal(client.session.refreshToken, "refresh-2");
});

test("a call that is refused renews the session and is made again under its key", async () => {
  const { sent, send } = stub(rotating());
  const client = new MessagingClient({ address, fetch: send });
  client.session = { ...session(1), accessToken: "ended" };

  await Promise.all(Array.from({ length: 20 }, () => client.api.PATCH("/users/me", { body: { name: "Ada" } })));

  assert.equal(sent.filter((one) => one.path === "/auth/refresh").length, 1);
  const patches = sent.filter((one) => one.path === "/users/me");
  assert.equal(new Set(patches.map((one) => one.key)).size, 20);
  assert.equal(patches.length, 40);
});

test("a session that is over is forgotten and told", async () => {
  const told = [];
  const { send } = stub(rotating());
  const client = new MessagingClient({ address, fetch: send, onSession: (changed) => told.push(changed) });
  client.session = { ...session(1, 0), refreshToken: "revoked" };

  await assert.rejects(client.api.GET("/auth/me"), { code: "INVALID_REFRESH_TOKEN" });

  assert.equal(client.session, null);
  assert.equal(told.at(-1), null);
});

test("a mutation is sent again under its key", async () => {
  const { sent, send } = stub((_, count) => {
    if (count === 1) throw new TypeError("fetch failed");
    return count === 2 ? problem(503, "SERVICE_UNAVAILABLE") : json(201, { id: "e" });
  });
  const client = new MessagingClient({ address, serviceKey: "msk_key", fetch: send });

  const { data } = await client.api.POST("/events", { body: { name: "Spring", periodStart: "2030-01-01T00:00:00Z" } });

  assert.equal(data.id, "e");
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map((one) => one.key)).size, 1);
  assert.deepEqual(sent[2].body, { name: "Spring", periodStart: "2030-01-01T00:00:00Z" });
  assert.ok(sent.every((one) => one.key && one.token === "msk_key"));
});

test("a registration without an answer is not sent again", async () => {
  const { sent, send } = stub(() => {
    throw new TypeError("fetch failed");
  });

  await assert.rejects(new MessagingClient({ address, fetch: send }).api.POST("/users", { body: { email: "a@example.com", password: "Reward-2026" } }), TypeError);

  assert.equal(sent.length, 1);
});

test("what the platform asks for is waited, or told when it is too long", async () => {
  let at = 0;
  const { send } = stub((_, count) => (count === 1 ? ((at = Date.now()), problem(429, "RATE_LIMITED", { "Retry-After": "1" })) : json(200, user)));
  await new MessagingClient({ address, fetch: send }).api.GET("/auth/me");
  assert.ok(Date.now() - at >= 990);

  const long = stub(() => problem(429, "TOO_MANY_ATTEMPTS", { "Retry-After": "900" }));
  await assert.rejects(new MessagingClient({ address, fetch: long.send }).api.GET("/auth/me"), (error) => error instanceof ProblemError && error.retryAfter === 900);
  assert.equal(long.sent.length, 1);
});

test("lists are walked to their end", async () => {
  const { sent, send } = stub((one) => json(200, one.query.get("cursor") ? { items: [{ id: "3" }], nextCursor: null } : { items: [{ id: "1" }, { id: "2" }], nextCursor: "c" }));
  const ids = [];
  for await (const event of new MessagingClient({ address, fetch: send }).list("/events", { query: { q: "spring" } })) ids.push(event.id);

  assert.deepEqual(ids, ["1", "2", "3"]);
  assert.ok(sent.every((one) => one.query.get("q") === "spring"));
});

test("the event stream goes on behind the last change", async () => {
  const frame = (id) => `:\n\nid: ${id}\nevent: request\ndata: {"id":"r","status":"PENDING"}\n\n`;
  const { sent, send } = stub((_, count) => new Response(frame(`r:${count}`), { headers: { "Content-Type": "text/event-stream" } }));
  const changes = [];
  for await (const change of new MessagingClient({ address, serviceKey: "msk_key", fetch: send }).requestChanges()) {
    changes.push(change.id);
    if (changes.length === 2) break;
  }

  assert.deepEqual(changes, ["r:1", "r:2"]);
  assert.deepEqual(sent.map((one) => one.headers.get("Last-Event-ID")), [null, "r:1"]);
});

test("the event stream outlasts an outage, and says what it cannot help", async () => {
  const { sent, send } = stub((_, count) => {
    if (count === 1) throw new TypeError("fetch failed");
    if (count === 2) return problem(503, "SERVICE_UNAVAILABLE");
    return count === 3 ? new Response('id: r:1\ndata: {"id":"r"}\n\n') : problem(403, "FORBIDDEN");
  });
  const seen = [];
  const client = new MessagingClient({ address, serviceKey: "msk_key", retries: 0, fetch: send });
  await assert.rejects(async () => {
    for await (const change of client.requestChanges()) seen.push(change.id);
  }, { code: "FORBIDDEN" });

  assert.deepEqual(seen, ["r:1"]);
  assert.equal(sent.length, 4);
});

test("a body that stops on the way is asked for again", async () => {
  const { sent, send } = stub((one, count) => {
    if (count > 1) return json(200, user);
    const body = new ReadableStream({ start: (controller) => one.signal.addEventListener("abort", () => controller.error(one.signal.reason)) });
    return new Response(body, { headers: { "Content-Type": "application/json" } });
  });

  const { data } = await new MessagingClient({ address, serviceKey: "msk_key", patience: 200, fetch: send }).api.GET("/auth/me");

  assert.equal(data.id, "u");
  assert.equal(sent.length, 2);
});

test("answers that are not the API's are told as such", async () => {
  const page = stub(() => new Response("<html>Sign in to this network</html>", { status: 200 }));
  await assert.rejects(new MessagingClient({ address, serviceKey: "msk_key", fetch: page.send }).api.GET("/auth/me"), UnreadableAnswerError);

  const odd = stub(() => json(400, { code: "VALIDATION_FAILED", errors: { name: [{ of: "another kind" }] } }));
  await assert.rejects(
    new MessagingClient({ address, serviceKey: "msk_key", fetch: odd.send }).api.GET("/auth/me"), (error) => error.code === "VALIDATION_FAILED" && Object.keys(error.errors).length === 0);
});

test("a key that is none is refused as it is given", async () => {
  const { sent, send } = stub(() => json(201, { id: "e" }));
  const client = new MessagingClient({ address, serviceKey: "msk_key", fetch: send });

  await assert.rejects(client.api.POST("/events", { body: { name: "Spring" }, headers: { "Idempotency-Key": "k".repeat(129) } }), TypeError);

  assert.equal(sent.length, 0);
});

test("a signed delivery holds, and nothing else does", async () => {
  const body = new TextEncoder().encode('{"type":"reward.granted","reward":{"points":100}}');
  const stamp = String(Date.now());
  const sign = (secret) => createHmac("sha256", secret).update(`${stamp}.`).update(body).digest("hex");

  assert.equal((await readDelivery("a-secret-of-sixteen", stamp, sign("a-secret-of-sixteen"), body)).reward.points, 100);
  assert.equal(await readDelivery("a-secret-of-sixteen", stamp, sign("another"), body), null);
  assert.equal(await readDelivery("a-secret-of-sixteen", stamp, sign("a-secret-of-sixteen"), body, Date.now() + 600_000), null);
  assert.equal(await readDelivery("a-secret-of-sixteen", stamp, undefined, body), null);
});
