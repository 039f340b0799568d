import { expect, test } from "vitest";
import fc from "fast-check";
import { Rate } from "./rate.ts";

test("counts what ended in the last five minutes, give or take a bucket", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 300 }), (gaps) => {
      const rate = new Rate();
      let nowMs = 1_000_000_000;
      const times = gaps.map((gap) => {
        nowMs += gap;
        rate.record(nowMs, 1);
        return nowMs;
      });
      const spanMs = Math.max(1000, Math.min(300_000, nowMs - (times[0] ?? 0)));
      const counted = Math.round((rate.perHour(nowMs).documents * spanMs) / 3_600_000);
      const inSpan = (ms: number): number => times.filter((time) => time > nowMs - ms).length;
      expect(counted).toBeGreaterThanOrEqual(inSpan(290_000));
      expect(counted).toBeLessThanOrEqual(inSpan(300_001) );
    }),
  );
});

test("falls to nothing when nothing ends any more", () => {
  const rate = new Rate();
  rate.record(1_000_000, 1);
  expect(rate.perHour(1_000_000 + 400_000)).toEqual({ steps: 0, documents: 0 });
});

test("goes on from a snapshot as if there had been none", () => {
  const rate = new Rate();
  for (const timeMs of [1_000_000, 1_050_000, 1_200_000]) rate.record(timeMs, 1);
  const restored = Rate.restore(rate.toSnapshot());
  rate.record(1_210_000, 0);
  restored.record(1_210_000, 0);
  expect(restored.perHour(1_211_000)).toEqual(rate.perHour(1_211_000));
});
