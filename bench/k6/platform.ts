import http, { type RefinedResponse } from "k6/http";
import exec from "k6/execution";

/** Rate limits are per user and address: switch them off (`RateLimits__Ip=0` and the others) for a load test. */
const base = __ENV.BASE_URL || "http://127.0.0.1:8080/api/v1";
const password = "Correct-horse-7";

export const seconds = Number(__ENV.SECONDS || 20);
export const users = Number(__ENV.USERS || 100);

export interface Caller {
  email: string;
  accessToken: string;
}

/** What `setup` makes before the clock starts: each user asks once for the reward of each event. */
export interface Stage {
  admin: Caller;
  callers: Caller[];
  events: string[];
}

type Answer = RefinedResponse<"text">;

export function post(path: string, body: unknown, caller?: Caller): Answer {
  return http.post(base + path, JSON.stringify(body), parameters(path, caller));
}

export function get(path: string, caller: Caller): Answer {
  return http.get(base + path, parameters(path, caller));
}

export function logIn(email: string, secret = password): Caller {
  const session = expect(post("/auth/login", { email, password: secret }), 200).json() as { accessToken: string };
  return { email, accessToken: session.accessToken };
}

export function register(): Answer {
  return post("/users", { email: `k6-${__VU}-${exec.scenario.iterationInTest}-${Math.random().toString(36).slice(2)}@example.com`, password });
}

export function prepare(requests: number, more = 0): Stage {
  const admin = logIn(required("ADMIN_EMAIL"), required("ADMIN_PASSWORD"));
  const callers: Caller[] = [];
  for (let i = 0; i < users + more; i++) {
    const email = `k6-${Date.now()}-${i}@example.com`;
    expect(post("/users", { email, password }), 201);
    callers.push(logIn(email));
  }
  const events: string[] = [];
  for (let i = 0; i * users < requests; i++) {
    events.push(openEvent(admin, `k6 ${i}`));
  }
  return { admin, callers, events };
}

/** The next request that nobody has sent yet. */
export function requestNext(stage: Stage): Answer {
  const i = exec.scenario.iterationInTest;
  return post(`/events/${stage.events[Math.floor(i / users) % stage.events.length]}/request`, null, stage.callers[i % users]);
}

export function anyone(stage: Stage): Caller {
  return stage.callers[exec.scenario.iterationInTest % users];
}

export function createEvent(admin: Caller, name: string): Answer {
  return post("/events", { name, periodStart: "2026-01-01T00:00:00Z", status: "ACTIVE" }, admin);
}

function openEvent(admin: Caller, name: string): string {
  const { id } = expect(createEvent(admin, name), 201).json() as { id: string };
  expect(post(`/events/${id}/rewards`, { type: "POINT", name: "Points", points: 10 }, admin), 201);
  return id;
}

function parameters(path: string, caller?: Caller) {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (caller) {
    headers.Authorization = `Bearer ${caller.accessToken}`;
  }
  // One series a route, not one an id.
  return { headers, responseType: "text" as const, tags: { name: path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}") } };
}

function expect(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    exec.test.abort(`${answer.request.method} ${answer.request.url}: ${answer.status} ${answer.body}`);
  }
  return answer;
}

function required(name: string): string {
  return __ENV[name] || exec.test.abort(`${name} is missing`) as never;
}
