/** What must hold of a run through an outage, however long it was. */
import { expect, test } from "vitest";
import { DOCUMENTS, type OutageRun, RATE_PER_SECOND } from "./run-through-outage.ts";
import { mostCallsWithin } from "./unsteady-service.ts";

/** Calls. */
const HELD_UP = 3;

export function testOutageRun(run: () => OutageRun, outageSeconds: number): void {
  test("the service was slow, failed, refused, was away for that long, and cut calls when it went", () => {
    const { service } = run();
    const statuses = [...service.answers.values()].flat();
    expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(30);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(1);
    expect(service.outage.untilMs - service.outage.fromMs).toBeGreaterThanOrEqual(outageSeconds * 1000);
    expect(service.cut()).toBeGreaterThan(0);
  });

  test("every document succeeded", () => {
    const { end, results } = run();
    expect(end).toMatchObject({ exitCode: 0, signal: null, left: [] });
    expect(results.filter(({ outcome }) => outcome !== "Succeeded")).toEqual([]);
    expect(results.map(({ result }) => result)).toEqual(results.map(({ id }) => ({ seen: id })));
    expect(results).toHaveLength(DOCUMENTS);
  });

  test("an attempt was spent for each 500, and none for the outage or the quota", () => {
    const { results, service } = run();
    const failures = (id: string): number => (service.answers.get(id) ?? []).filter((status) => status === 500).length;
    expect(results.map(({ id, attempts }) => [id, attempts])).toEqual(results.map(({ id }) => [id, 1 + failures(id)]));
  });

  test("calls kept to the rate at every moment", () => {
    const atMs = run().service.asked.map((asked) => asked.atMs);
    const times = { second: mostCallsWithin(1000, atMs), fiveSeconds: mostCallsWithin(5000, atMs) };
    // The service notes when a call arrives: one that was held up on its way meets those behind it.
    expect(times.second).toBeLessThanOrEqual(RATE_PER_SECOND + HELD_UP);
    expect(times.fiveSeconds).toBeLessThanOrEqual(5 * RATE_PER_SECOND);
  });

  test("the log shows the circuit opening and closing, with the host and nothing else of the address", () => {
    const { log, service, end } = run();
    const opened = log.filter(({ message }) => String(message).startsWith("circuit opened"));
    const closed = log.filter(({ message }) => String(message).startsWith("circuit closed"));
    expect(opened).toHaveLength(1);
    expect(closed).toHaveLength(1);
    expect(opened[0]).toMatchObject({ level: "warn", pool: "marker", service: service.host, problem: expect.stringMatching(/refused|reset|closed/) });
    expect(closed[0]).toMatchObject({ level: "info", service: service.host });
    expect(Number(closed[0]?.["openSeconds"])).toBeGreaterThanOrEqual(outageSeconds - 2);
    expect(end.stderr).not.toMatch(/query-secret|v1\/mark/);
  });

  test("nothing span meanwhile: few documents were given back, and few calls tried the service that was away", () => {
    const { returned, log } = run();
    expect(returned).toBeLessThanOrEqual(40 + outageSeconds);
    expect(log.length).toBeLessThan(30);
  });
}

export function describeRun({ end, service, returned, log }: OutageRun): string {
  const statuses = [...service.answers.values()].flat();
  const count = (wanted: number): number => statuses.filter((status) => status === wanted).length;
  const atMs = service.asked.map((asked) => asked.atMs);
  return (
    `${DOCUMENTS} documents in ${(end.millis / 1000).toFixed(1)} s, away for ${((service.outage.untilMs - service.outage.fromMs) / 1000).toFixed(1)} s; answers: ${count(200)} × 200, ${count(500)} × 500, ${count(429)} × 429, ${service.cut()} cut; ` +
    `given back ${returned} times; most calls in 1 s: ${mostCallsWithin(1000, atMs)}, in 5 s: ${mostCallsWithin(5000, atMs)}, limit ${RATE_PER_SECOND} a second; log: ${log.map(({ message }) => String(message).split(":")[0]).join(" | ")}`
  );
}
