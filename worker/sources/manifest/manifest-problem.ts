/** What is wrong in a manifest, and where. */
export interface ManifestPlace {
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes or characters, whichever the format tells. */
  readonly column?: number;
}

/** The manifest itself is at fault: another look at it would find the same. */
export class ManifestProblem extends Error {
  constructor(place: ManifestPlace | undefined, problem: string, options?: ErrorOptions) {
    super(place === undefined ? problem : `${describePlace(place)}: ${problem}`, options);
    this.name = "ManifestProblem";
  }
}

function describePlace({ line, column }: ManifestPlace): string {
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}
