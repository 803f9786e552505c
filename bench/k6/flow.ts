import { check, sleep } from "k6";
import { Counter, Trend } from "k6/metrics";
import type { Options } from "k6/options";
import { anyone, get, prepare, requestNext, type Stage } from "./platform.ts";

const requests = Number(__ENV.REQUESTS || 2000);
const fulfilled = new Counter("fulfilled");
const untilFulfilled = new Trend("until_fulfilled", true);

export const options: Options = {
  scenarios: {
    flow: { executor: "shared-iterations", vus: Number(__ENV.IN_FLIGHT || 64), iterations: requests, maxDuration: "10m" },
  },
  thresholds: { checks: ["rate==1"], fulfilled: [`count==${requests}`] },
};

export const setup = () => prepare(requests);

/** Each caller asks for the state of his request until it is FULFILLED: heavier than what `bench` does. */
export default function (stage: Stage) {
  const started = Date.now();
  const answer = requestNext(stage);
  if (!check(answer, { "accepted": (a) => a.status === 201 })) {
    return;
  }
  const { id } = answer.json() as { id: string };
  while (Date.now() - started < 60_000) {
    const request = get(`/events/requests/${id}`, anyone(stage)).json() as { status: string };
    if (request.status === "FULFILLED") {
      fulfilled.add(1);
      untilFulfilled.add(Date.now() - started);
      return;
    }
    sleep(0.02);
  }
}
