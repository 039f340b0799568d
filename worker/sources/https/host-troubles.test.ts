import { expect, test } from "vitest";
import { RetryableError } from "../../errors.ts";
import { HostTroubles, waitSecondsAfter } from "./host-troubles.ts";

function makeTroubles(): { readonly troubles: HostTroubles; readonly isQuiet: (host: string) => boolean; readonly pass: (ms: number) => void } {
  let nowMs = 0;
  const troubles = new HostTroubles(() => nowMs);
  const isQuiet = (host: string): boolean => {
    try {
      troubles.check(host, 1);
      return false;
    } catch (error) {
      if (error instanceof RetryableError) return true;
      throw error;
    }
  };
  return { troubles, isQuiet, pass: (ms) => void (nowMs += ms) };
}

test("a host is left alone after three failures in a row, for half a minute, and after each one that follows", () => {
  const { troubles, isQuiet, pass } = makeTroubles();
  for (const want of [false, false, true]) {
    troubles.noteFailure("a", "refused");
    expect(isQuiet("a")).toBe(want);
  }
  expect(isQuiet("b")).toBe(false);
  pass(30_000);
  expect(isQuiet("a")).toBe(false);
  troubles.noteFailure("a", "refused");
  expect(isQuiet("a")).toBe(true);
});

test("an answer forgets the failures before it", () => {
  const { troubles, isQuiet } = makeTroubles();
  for (let round = 0; round < 5; round += 1) {
    troubles.noteFailure("a", "refused");
    troubles.noteFailure("a", "refused");
    troubles.noteAnswer("a");
  }
  expect(isQuiet("a")).toBe(false);
});

test("of very many hosts, the oldest are forgotten", () => {
  const { troubles, isQuiet } = makeTroubles();
  for (let host = 0; host < 1001; host += 1) for (let failure = 0; failure < 3; failure += 1) troubles.noteFailure(`host-${host}`, "refused");
  expect([isQuiet("host-0"), isQuiet("host-1"), isQuiet("host-1000")]).toEqual([false, true, true]);
});

test("four attempts outlive an outage of five minutes", () => {
  const waits = [1, 2, 3].map(waitSecondsAfter);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThanOrEqual(300);
});
