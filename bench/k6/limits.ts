import { check } from "k6";
import exec from "k6/execution";
import type { Options, Scenario } from "k6/options";
import { anyone, createEvent, get, logIn, post, prepare, register, requestNext, seconds, users, type Stage } from "./platform.ts";

const together = 100;

/** Calls a second, and the milliseconds that 95 % of them stay below. */
const bounds: Record<string, [rate: number, p95: number]> = {
  registration: [50, 300],
  login: [20, 200],
  eventCreation: [30, 250],
  rewardRequest: [50, 150],
  eventList: [35, 150],
  rewards: [20, 120],
  requestsList: [20, 120],
  profile: [30, 80],
};

const atRates = Object.entries(bounds).map(([name, [rate]]): [string, Scenario] =>
  [name, { executor: "constant-arrival-rate", exec: name, rate, timeUnit: "1s", duration: `${seconds}s`, preAllocatedVUs: 20, maxVUs: 500 }]);

export const options: Options = {
  scenarios: {
    ...Object.fromEntries(atRates),
    everybody: { executor: "per-vu-iterations", exec: "everybody", vus: together, iterations: 1, startTime: `${seconds + 2}s` },
  },
  thresholds: {
    checks: ["rate>0.99"],
    "http_req_duration{scenario:everybody}": ["max<3000"],
    ...Object.fromEntries(Object.entries(bounds).map(([name, [, p95]]) => [`http_req_duration{scenario:${name}}`, [`p(95)<${p95}`]])),
  },
};

/** Who logs in loses the session before: those have accounts of their own, behind the others. */
export const setup = () => prepare(bounds.rewardRequest[0] * seconds + users, 2 * together);

const is = (status: number) => ({ "as expected": (answer: { status: number }) => answer.status === status });

export const registration = () => check(register(), is(201));

export const login = (stage: Stage) =>
  check(post("/auth/login", { email: stage.callers[users + (exec.scenario.iterationInTest % together)].email, password: "Correct-horse-7" }), is(200));

export const eventCreation = (stage: Stage) => check(createEvent(stage.admin, `limits ${exec.scenario.iterationInTest}`), is(201));

export const rewardRequest = (stage: Stage) => check(requestNext(stage), is(201));

export const eventList = (stage: Stage) => check(get("/events", anyone(stage)), is(200));

export const rewards = (stage: Stage) => check(get(`/events/${stage.events[0]}/rewards`, anyone(stage)), is(200));

export const requestsList = (stage: Stage) => check(get("/events/requests", anyone(stage)), is(200));

export const profile = (stage: Stage) => check(get("/auth/me", anyone(stage)), is(200));

export function everybody(stage: Stage) {
  const caller = logIn(stage.callers[users + together + exec.scenario.iterationInTest].email);
  check(get("/events", caller), is(200));
  check(post(`/events/${stage.events[stage.events.length - 1]}/request`, null, caller), is(201));
}
