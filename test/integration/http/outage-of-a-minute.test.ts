/** A service that goes away for a minute in the middle of a run. */
import { beforeAll, describe } from "vitest";
import { describeRun, testOutageRun } from "./support/expect-outage-run.ts";
import { type OutageRun, runThroughOutage } from "./support/run-through-outage.ts";

const OUTAGE_SECONDS = 60;
const TIMEOUT_MS = 240_000;

describe("300 documents and a service that is away for a minute", () => {
  let run: OutageRun;

  beforeAll(async () => {
    run = await runThroughOutage(OUTAGE_SECONDS);
    console.log(describeRun(run));
  }, TIMEOUT_MS);

  testOutageRun(() => run, OUTAGE_SECONDS);
});
