import { check } from "k6";
import type { Options } from "k6/options";
import { Counter } from "k6/metrics";
import { anyone, post, prepare, seconds, type Stage } from "./platform.ts";

const late = new Counter("late");

export const options: Options = {
  scenarios: {
    storm: { executor: "constant-arrival-rate", rate: Number(__ENV.RATE || 200), timeUnit: "1s", duration: `${seconds}s`, preAllocatedVUs: 200, maxVUs: 2000 },
  },
  // Of the answers that come, none after its caller's 4 s, and a little for its way.
  thresholds: { late: ["count==0"] },
};

export const setup = () => prepare(1);

export default function (stage: Stage) {
  const answer = post("/auth/login", { email: anyone(stage).email, password: "Correct-horse-7" });
  const isUseful = check(answer, { "logged in": (a) => a.status === 200 });
  late.add(isUseful && answer.timings.duration > 4100 ? 1 : 0);
}
