/** Every label, annotation, finalizer and field manager that Ream writes or reads. */

/** API group; what all keys of Ream's own begin with. */
export const GROUP = "ream.dev";

export const LABELS = {
  /** On what is made for a pool: the pool's name. */
  pool: `${GROUP}/pool`,
  /** On what is made for a job: the job's name. */
  job: `${GROUP}/job`,
  name: "app.kubernetes.io/name",
  component: "app.kubernetes.io/component",
  managedBy: "app.kubernetes.io/managed-by",
} as const;

export const ANNOTATIONS = {
  /** Hash of the desired object as last applied; equal hash and version means there is nothing to apply. */
  appliedHash: `${GROUP}/applied-hash`,
  /** Version of the function that made the hash. */
  appliedHashVersion: `${GROUP}/applied-hash-version`,
} as const;

/** Holds a job until what the broker keeps of it is purged. */
export const FINALIZER = `${GROUP}/purge`;

/** Of everything that the operator applies. */
export const FIELD_MANAGER = "ream-operator";

/** Of `spec.replicas` alone, where KEDA is absent: to be given up when KEDA appears. */
export const REPLICAS_FIELD_MANAGER = "ream-operator-replicas";
