import { check } from "k6";
import type { Options } from "k6/options";
import { prepare, requestNext, seconds, type Stage } from "./platform.ts";

const rate = Number(__ENV.RATE || 100);

export const options: Options = {
  scenarios: {
    latency: { executor: "constant-arrival-rate", rate, timeUnit: "1s", duration: `${seconds}s`, preAllocatedVUs: 50, maxVUs: 1000 },
  },
  thresholds: { checks: ["rate>0.99"], dropped_iterations: ["count==0"] },
};

export const setup = () => prepare(rate * seconds);

export default function (stage: Stage) {
  check(requestNext(stage), { "accepted": (answer) => answer.status === 201 });
}
