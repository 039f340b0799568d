import fc from "fast-check";
import { expect, test } from "vitest";
import { boxesOfInk } from "./ink-boxes.ts";
import type { Box } from "./page-layout.ts";

/** `#` is ink. */
function draw(...rows: string[]): { marks: Uint8Array; width: number } {
  return { marks: Uint8Array.from(rows.join(""), (pixel) => (pixel === "#" ? 1 : 0)), width: rows[0]?.length ?? 0 };
}

const find = ({ marks, width }: { marks: Uint8Array; width: number }): Box[] => boxesOfInk(marks, width);

test("what touches by a side or a corner is one, and what does not is not", () => {
  expect(find(draw("##..#", "..#.#", "....#"))).toEqual([
    { left: 0, top: 0, right: 3, bottom: 2 },
    { left: 4, top: 0, right: 5, bottom: 3 },
  ]);
});

test("two strokes that meet at the foot are one letter", () => {
  expect(find(draw("#...#", ".#.#.", "..#.."))).toEqual([{ left: 0, top: 0, right: 5, bottom: 3 }]);
});

test("no ink has no boxes", () => {
  expect(find(draw("...", "..."))).toEqual([]);
  expect(find(draw(""))).toEqual([]);
});

/** The same by walking from pixel to pixel. */
function walk(marks: Uint8Array, width: number): Box[] {
  const left = new Set([...marks.keys()].filter((place) => marks[place] === 1));
  const boxes: Box[] = [];
  for (const first of left) {
    const xs: number[] = [];
    const ys: number[] = [];
    const open = [first];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (!left.delete(place)) continue;
      const [x, y] = [place % width, Math.floor(place / width)];
      xs.push(x);
      ys.push(y);
      for (const down of [-1, 0, 1]) for (const along of [-1, 0, 1]) if (x + along >= 0 && x + along < width) open.push((y + down) * width + x + along);
    }
    boxes.push({ left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs) + 1, bottom: Math.max(...ys) + 1 });
  }
  return boxes;
}

test("any ink has the boxes that one finds who walks from pixel to pixel", () => {
  const picture = fc.integer({ min: 1, max: 12 }).chain((width) => fc.record({ width: fc.constant(width), rows: fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: width, maxLength: width }), { maxLength: 12 }) }));
  const sorted = (boxes: readonly Box[]): string[] => boxes.map(({ left, top, right, bottom }) => `${left} ${top} ${right} ${bottom}`).toSorted();
  fc.assert(
    fc.property(picture, ({ width, rows }) => {
      const marks = Uint8Array.from(rows.flat());
      expect(sorted(boxesOfInk(marks, width))).toEqual(sorted(walk(marks, width)));
    }),
  );
});
