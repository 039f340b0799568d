import { afterEach, expect, test } from "vitest";
import { Heartbeats } from "./heartbeats.ts";

const running: Heartbeats[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((heartbeats) => heartbeats.stop()));
});

/** Beats arrive in `beats`, by sequence. */
async function startHeartbeats(limits: { documentTimeoutMs: number; marginMs: number }): Promise<{ heartbeats: Heartbeats; beats: Int32Array<SharedArrayBuffer> }> {
  const beats = new Int32Array(new SharedArrayBuffer(40));
  const target = { module: new URL("./testing/counting-target.ts", import.meta.url).href, data: beats };
  const heartbeats = new Heartbeats({ target, slots: 2, intervalMs: 100, ...limits });
  running.push(heartbeats);
  await heartbeats.start();
  return { heartbeats, beats };
}

/** Blocks this thread, as a handler that computes does. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Blocks this thread until a beat for the sequence arrives; false when none does in time. */
function nextBeat(beats: Int32Array<SharedArrayBuffer>, sequence: number, timeoutMs = 2000): boolean {
  return Atomics.wait(beats, sequence, Atomics.load(beats, sequence), timeoutMs) !== "timed-out";
}

test("beats for held items while the main thread is blocked for three seconds", async () => {
  const { heartbeats, beats } = await startHeartbeats({ documentTimeoutMs: 60_000, marginMs: 0 });
  heartbeats.hold(0, 3);
  heartbeats.hold(1, 5);
  heartbeats.beginDocument(0, performance.now());
  block(3000);
  expect(beats[3]).toBeGreaterThan(20);
  expect(beats[5]).toBeGreaterThan(20);
});

test("beats no more for a released item", async () => {
  const { heartbeats, beats } = await startHeartbeats({ documentTimeoutMs: 60_000, marginMs: 0 });
  heartbeats.hold(0, 3);
  heartbeats.hold(1, 5);
  expect(nextBeat(beats, 3)).toBe(true);
  heartbeats.release(0);
  nextBeat(beats, 5);
  const before = beats[3];
  expect(nextBeat(beats, 5) && nextBeat(beats, 5)).toBe(true);
  expect(beats[3]).toBe(before);
});

test("does not vouch for a document that has run past its timeout and margin, and goes on for the others", async () => {
  const { heartbeats, beats } = await startHeartbeats({ documentTimeoutMs: 300, marginMs: 200 });
  heartbeats.hold(0, 3);
  heartbeats.hold(1, 5);
  heartbeats.beginDocument(0, performance.now());
  expect(nextBeat(beats, 3)).toBe(true);
  const keepAlive = setInterval(() => heartbeats.mainIsAlive(), 50);
  while (Atomics.load(beats, 5) < 12) await new Promise((resolve) => setImmediate(resolve));
  clearInterval(keepAlive);
  expect(beats[3]).toBeLessThanOrEqual(8);
  heartbeats.endDocument(0);
  heartbeats.mainIsAlive();
  expect(nextBeat(beats, 3)).toBe(true);
});

test("a main thread that turns no more than a document may take is not vouched for", async () => {
  const { heartbeats, beats } = await startHeartbeats({ documentTimeoutMs: 300, marginMs: 200 });
  heartbeats.hold(0, 3);
  heartbeats.mainIsAlive();
  block(800);
  expect(nextBeat(beats, 3, 500)).toBe(false);
  heartbeats.mainIsAlive();
  expect(nextBeat(beats, 3)).toBe(true);
});

test("a target that cannot be reached fails the start", async () => {
  const heartbeats = new Heartbeats({ target: { module: "file:///nowhere.ts", data: 0 }, slots: 1, documentTimeoutMs: 1000 });
  running.push(heartbeats);
  await expect(heartbeats.start()).rejects.toThrow();
});

test("stop may come twice, or before start", async () => {
  const heartbeats = new Heartbeats({ target: { module: "file:///nowhere.ts", data: 0 }, slots: 1, documentTimeoutMs: 1000 });
  await heartbeats.stop();
  await heartbeats.stop();
  await heartbeats.start();
});
