/** For messages about names that do not exist: the one that was probably meant. */

/** Undefined when none is near: at most a third of the letters may differ, and one always may. */
export function suggestName(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > MAX_NAME_CHARACTERS) return undefined;
  const allowed = Math.max(1, Math.floor(wrong.length / 3));
  const compared = names.map((name) => ({ name, distance: distanceOf(wrong.toLowerCase(), name.toLowerCase()) }));
  const ranked = compared.sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  return nearest !== undefined && nearest.distance <= allowed ? nearest.name : undefined;
}

/** The distance is quadratic in the length, and names come from users. */
const MAX_NAME_CHARACTERS = 64;

/** Letters to replace, insert or leave out, or neighbours to swap, until `a` is `b`. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) rows[row]?.push(cellOf({ rows, row, column, a, b }));
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cellOf({ rows, row, column, a, b }: { rows: readonly (readonly number[])[]; row: number; column: number; a: string; b: string }): number {
  const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Infinity;
  const isSame = a[row - 1] === b[column - 1];
  const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return Math.min(at(1, 1) + (isSame ? 0 : 1), at(1, 0) + 1, at(0, 1) + 1, isSwapped ? at(2, 2) + 1 : Infinity);
}
