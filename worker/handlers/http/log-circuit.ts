import type { WorkerLog } from "../../worker-log.ts";
import { type Circuit, LONGEST_PAUSE_MS } from "./circuit.ts";
import type { ServiceGateOptions } from "./service-gate.ts";

const OPENED = {
  away: "circuit opened: the service does not answer; documents wait, and no attempts are spent",
  failing: "circuit opened: the service fails at one document after the other; the others wait",
} as const;

/** Says when the circuit opens and closes, once each; and once, louder, when it stays open: then somebody should look. */
export function logCircuit(log: WorkerLog, service: string): ServiceGateOptions["onCircuit"] {
  let openedMs = 0;
  let isSaid = false;
  return (now: Circuit, before: Circuit, problem: string) => {
    const openSeconds = Math.round((performance.now() - openedMs) / 1000);
    if (now.state === "closed") log.info({ service, openSeconds }, "circuit closed: the service answers again");
    if (now.state === "open" && before.state === "closed") {
      openedMs = performance.now();
      isSaid = false;
      log.warn({ service, problem, pauseSeconds: now.pauseMs / 1000 }, OPENED[now.last]);
    }
    if (now.state === "open" && before.state === "halfOpen" && now.pauseMs === LONGEST_PAUSE_MS && !isSaid) {
      isSaid = true;
      log.error({ service, problem, openSeconds }, "circuit still open: the service does not work; documents wait until it does");
    }
  };
}
