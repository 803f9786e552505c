import { check } from "k6";
import type { Options } from "k6/options";
import { anyone, get, prepare, seconds, users, type Stage } from "./platform.ts";

export const options: Options = {
  scenarios: {
    list: { executor: "constant-vus", vus: 64, duration: `${seconds}s` },
  },
  thresholds: { checks: ["rate>0.99"] },
};

export const setup = () => prepare(50 * users);

export default function (stage: Stage) {
  check(get("/events", anyone(stage)), { "listed": (answer) => answer.status === 200 });
}
