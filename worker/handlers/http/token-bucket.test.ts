import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenBucket, takeToken, tokenWaitMs } from "./token-bucket.ts";

/** Times at which a caller that comes back exactly when told to, or later, is let through. */
function callTimes(ratePerSecond: number, lateMs: readonly number[]): number[] {
  let bucket = createTokenBucket(ratePerSecond, 0);
  let nowMs = 0;
  return lateMs.map((late) => {
    nowMs += late;
    for (let looks = 0; tokenWaitMs(bucket, nowMs) > 0; looks++) {
      expect(looks).toBeLessThan(10);
      nowMs += tokenWaitMs(bucket, nowMs);
    }
    bucket = takeToken(bucket, nowMs);
    return nowMs;
  });
}

const rates = fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0.01, max: 1, noNaN: true }));
const delays = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3000, noNaN: true })), { minLength: 1, maxLength: 200 });

test("in every second there are at most as many calls as the rate allows", () => {
  fc.assert(
    fc.property(rates, delays, (rate, lateMs) => {
      const times = callTimes(rate, lateMs);
      const most = Math.ceil(rate);
      for (const [place, from] of times.entries()) expect(times.slice(place).filter((time) => time < from + 1000 - 0.01).length).toBeLessThanOrEqual(most);
    }),
  );
});

test("whoever is not late loses one part in twenty, for what the way does to the calls", () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 2, max: 100 }), (rate, calls) => {
      const times = callTimes(rate, Array.from({ length: calls }, () => 0));
      expect(times.at(-1)).toBeCloseTo(((calls - 1) * 1050) / rate, 0);
    }),
  );
});

test("time that nobody used is not saved up", () => {
  expect(callTimes(10, [0, 60_000, 0, 0])).toEqual([0, 60_000, 60_105, 60_210]);
});
