/** Where in a JSON value something is, as people write it: `choices[0].message.content`, `earlier["my stage"].label`. */

/** Names of fields and places in lists. */
export type JsonPath = readonly (string | number)[];

export const MAX_JSON_PATH_CHARACTERS = 200;
const STEP = /(\.?)([^\s."'[\]{}?]+)|\[(\d{1,6})\]|\["([^"\\{}]+)"\]/y;

/** Undefined for what is no path; empty for no text. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (text.length > MAX_JSON_PATH_CHARACTERS) return undefined;
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const isFirst = STEP.lastIndex === 0;
    const [, dot, name, place, quoted] = STEP.exec(text) ?? [];
    const step = place === undefined ? (name ?? quoted) : Number(place);
    // A dot goes between names, and only there.
    if (step === undefined || (name !== undefined && (dot === ".") === isFirst)) return undefined;
    steps.push(step);
  }
  return steps;
}
