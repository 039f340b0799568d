/** Which folders the volumes of a job are on this machine. Pure. */
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";

/** A volume that the job cannot do without, and the field that names it. */
export interface NeededVolume {
  readonly name: string;
  readonly field: string;
}

/** The volumes that documents and manifest lie on. */
export function inputVolumes({ spec }: BatchJob): NeededVolume[] {
  const { volume, manifest, documents } = spec.source;
  const needed = [
    ...(volume === undefined ? [] : [{ name: volume.name, field: "spec.source.volume" }]),
    ...volumeOfUri(manifest?.uri, "spec.source.manifest.uri"),
    ...(documents ?? []).flatMap(({ uri }, place) => volumeOfUri(uri, `spec.source.documents[${place}].uri`)),
  ];
  return needed.filter(({ name }, place) => needed.findIndex((other) => other.name === name) === place);
}

function volumeOfUri(uri: string | undefined, field: string): NeededVolume[] {
  const name = /^volume:\/\/([^/]+)/.exec(uri ?? "")?.[1];
  return name === undefined ? [] : [{ name, field }];
}

/** What is wrong with the folders that were given; one line each. */
export function volumeProblems({ job, pools, given, needsOutput }: VolumeQuestion): string[] {
  const output = job.spec.output.volume;
  const needed = [...inputVolumes(job), ...(needsOutput && output !== undefined ? [{ name: output.name, field: "spec.output.volume" }] : [])];
  const missing = needed.filter(({ name }) => !given.has(name)).map(({ name, field }) => `the volume \`${name}\` of ${field} has no folder: add --volume ${name}=DIR`);
  const known = new Set([...needed.map(({ name }) => name), ...(output === undefined ? [] : [output.name]), ...pools.flatMap(({ spec }) => spec.volumes.map(({ name }) => name))]);
  const others = [...given.keys()].filter((name) => !known.has(name) && mayLieInManifest(job) === false);
  const hint = known.size === 0 ? "the job names no volume" : `the job's volumes are ${[...known].join(", ")}`;
  return [...missing, ...others.map((name) => `--volume ${name}: ${hint}`)];
}

/** The documents of a manifest may lie on any volume, and are not known yet. */
function mayLieInManifest({ spec }: BatchJob): boolean {
  return spec.source.manifest !== undefined;
}

export interface VolumeQuestion {
  readonly job: BatchJob;
  readonly pools: readonly WorkerPool[];
  readonly given: ReadonlyMap<string, string>;
  /** The results go to the volume that the job names, not to --output. */
  readonly needsOutput: boolean;
}
