import { check } from "k6";
import type { Options } from "k6/options";
import { prepare, requestNext, type Stage } from "./platform.ts";

const requests = Number(__ENV.REQUESTS || 2000);

export const options: Options = {
  scenarios: {
    burst: { executor: "shared-iterations", vus: 64, iterations: requests, maxDuration: "5m" },
  },
  thresholds: { checks: ["rate>0.99"] },
};

export const setup = () => prepare(requests);

export default function (stage: Stage) {
  check(requestNext(stage), { "accepted": (answer) => answer.status === 201 });
}
