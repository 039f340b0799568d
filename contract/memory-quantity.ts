/** Kubernetes quantities of memory, as `resources.limits.memory` has them: `1Gi`, `512Mi`, `1e9`, `1000M`. */

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60, m: 1e-3 };
const QUANTITY = /^(\d+(?:\.\d+)?|\.\d+)(?:[eE](\d+)|([kMGTPEm]|[KMGTPE]i))?$/;

/** Whole bytes, rounded up; undefined for what is no quantity. */
export function toMemoryBytes(quantity: string): number | undefined {
  const match = QUANTITY.exec(quantity);
  if (match === null) return undefined;
  const factor = match[2] === undefined ? (UNITS[match[3] ?? ""] ?? 1) : 10 ** Number(match[2]);
  return Math.ceil(Number(match[1]) * factor);
}
