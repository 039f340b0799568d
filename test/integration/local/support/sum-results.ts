/** Adds documents up once more, by rules of its own: documents, stages, every level of every group, failures. */

export interface Counts {
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

export interface EndedDocument {
  readonly id: string;
  readonly group?: string;
  readonly outcome: "Succeeded" | "Failed" | "Skipped";
  readonly reason?: string;
  /** Of each stage that it reached. */
  readonly attempts: readonly number[];
}

export interface Sums {
  readonly documents: Counts;
  readonly stages: readonly (Counts & { readonly name: string; readonly attempts: number })[];
  readonly groups: Readonly<Record<string, Counts>>;
  /** Most frequent first, then by name. */
  readonly failures: readonly { readonly reason: string; readonly stage: string; readonly count: number; readonly sampleDocument: string }[];
}

export function sumResults(documents: readonly EndedDocument[], stageNames: readonly string[]): Sums {
  return { documents: countOf(documents), stages: stageNames.map((name, place) => sumStage(documents, name, place)), groups: sumGroups(documents), failures: sumFailures(documents, stageNames) };
}

function countOf(documents: readonly Pick<EndedDocument, "outcome">[]): Counts {
  const of = (outcome: string): number => documents.filter((document) => document.outcome === outcome).length;
  return { total: documents.length, succeeded: of("Succeeded"), failed: of("Failed"), skipped: of("Skipped"), cancelled: 0 };
}

/** Who went further succeeded here. */
function sumStage(documents: readonly EndedDocument[], name: string, place: number): Sums["stages"][number] {
  const reached = documents.filter(({ attempts }) => attempts.length > place);
  const ends = reached.map(({ attempts, outcome }) => ({ outcome: attempts.length > place + 1 ? ("Succeeded" as const) : outcome }));
  return { name, ...countOf(ends), attempts: reached.reduce((sum, { attempts }) => sum + (attempts[place] ?? 0), 0) };
}

function sumGroups(documents: readonly EndedDocument[]): Record<string, Counts> {
  const levels = new Set(documents.flatMap(({ group }) => levelsOf(group)));
  return Object.fromEntries([...levels].sort().map((level) => [level, countOf(documents.filter(({ group }) => levelsOf(group).includes(level)))]));
}

function levelsOf(group = ""): string[] {
  return group === "" ? [] : [...levelsOf(group.slice(0, Math.max(0, group.lastIndexOf("/")))), group];
}

function sumFailures(documents: readonly EndedDocument[], stageNames: readonly string[]): Sums["failures"] {
  const failed = documents.filter(({ outcome }) => outcome === "Failed").map(({ id, reason = "", attempts }) => ({ id, reason, stage: stageNames[attempts.length - 1] ?? "" }));
  const keys = new Set(failed.map(({ reason, stage }) => `${reason} ${stage}`));
  const groups = [...keys].map((key) => {
    const members = failed.filter(({ reason, stage }) => `${reason} ${stage}` === key);
    const [first = { id: "", reason: "", stage: "" }] = members;
    return { reason: first.reason, stage: first.stage, count: members.length, sampleDocument: first.id };
  });
  return groups.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
