/** The boxes around what hangs together of the ink of a page: letters, mostly. */
import type { Box } from "./page-layout.ts";

/** Ink of one row, from `start` up to before `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly part: number;
}

/** `marks`: one byte a pixel, row after row, 1 where there is ink. Pixels hang together that touch, by a corner too. */
export function boxesOfInk(marks: Uint8Array, width: number): Box[] {
  const parts = new Parts();
  let above: readonly Run[] = [];
  for (let row = 0; row * width < marks.length; row += 1) {
    const runs = runsOf(marks.subarray(row * width, (row + 1) * width), row, parts);
    joinTouching(above, runs, parts);
    above = runs;
  }
  return parts.boxes();
}

function runsOf(row: Uint8Array, top: number, parts: Parts): Run[] {
  const runs: Run[] = [];
  for (let start = row.indexOf(1); start >= 0; ) {
    const found = row.indexOf(0, start);
    const end = found < 0 ? row.length : found;
    runs.push({ start, end, part: parts.add({ left: start, top, right: end, bottom: top + 1 }) });
    start = row.indexOf(1, end);
  }
  return runs;
}

function joinTouching(above: readonly Run[], runs: readonly Run[], parts: Parts): void {
  let next = 0;
  for (const run of runs) {
    while ((above[next]?.end ?? Number.POSITIVE_INFINITY) < run.start) next += 1;
    for (let place = next; (above[place]?.start ?? Number.POSITIVE_INFINITY) <= run.end; place += 1) parts.join(above[place]?.part ?? run.part, run.part);
  }
}

/** State: a forest of parts; the root of a tree has the box around all of it. Known as union-find. */
class Parts {
  readonly #parents: number[] = [];
  readonly #boxes: { left: number; top: number; right: number; bottom: number }[] = [];

  add(box: Box): number {
    this.#boxes.push({ ...box });
    return this.#parents.push(this.#parents.length) - 1;
  }

  join(one: number, other: number): void {
    const [root, leaf] = [this.#rootOf(one), this.#rootOf(other)];
    const [box, more] = [this.#boxes[root], this.#boxes[leaf]];
    if (root === leaf || box === undefined || more === undefined) return;
    this.#parents[leaf] = root;
    box.left = Math.min(box.left, more.left);
    box.top = Math.min(box.top, more.top);
    box.right = Math.max(box.right, more.right);
    box.bottom = Math.max(box.bottom, more.bottom);
  }

  boxes(): Box[] {
    return this.#boxes.filter((_, part) => this.#parents[part] === part);
  }

  /** Halves the way for whoever asks next. */
  #rootOf(part: number): number {
    let root = part;
    for (let parent = this.#parents[root] ?? root; parent !== root; parent = this.#parents[root] ?? root) {
      const grandparent = this.#parents[parent] ?? parent;
      this.#parents[root] = grandparent;
      root = grandparent;
    }
    return root;
  }
}
