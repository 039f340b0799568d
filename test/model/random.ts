/** A seeded stream of choices: the same seed replays the same world. */
export interface Random {
  /** 0 to below `bound`. */
  readonly below: (bound: number) => number;
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T | undefined;
}

/** Mulberry32, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (bound: number): number => Math.floor(unit() * bound);
  return { below, chance: (percent) => unit() * 100 < percent, pick: (from) => from[below(from.length)] };
}
