/**
 * What may be said of a resource in `status.conditions`: the types, and the closed table of their reasons. The same word
 * stands in condition, event, log field and metric label. `Complete`, `Failed` and `Suspended` are spelt as `batch/v1`
 * spells them, so that `kubectl wait` works; `Reconciling` and `Stalled` are what kstatus reads.
 */
import type { SealReason } from "./wire/control.ts";
import type { TaskReason } from "./wire/outcome.ts";

export const JOB_CONDITIONS = {
  Accepted: "The spec can be worked on: its pools are there, and options and manifest are valid.",
  Complete: "Every document has ended, and at least one succeeded or was skipped.",
  Failed: "The job ended without reaching that.",
  Suspended: "No document is started until the job is resumed.",
  Reconciling: "The job is on its way to its end.",
  Stalled: "The job cannot go on by itself; the message says what is needed.",
} as const;

export const POOL_CONDITIONS = {
  Ready: "The pool takes items: its workers run, or start when there are items.",
  Reconciling: "The pool is on its way to what its spec asks for.",
  Stalled: "The pool cannot get there by itself; the message says what is needed.",
  Autoscaled: "KEDA scales the pool; otherwise the operator does, simply.",
} as const;

export type JobConditionType = keyof typeof JOB_CONDITIONS;
export type PoolConditionType = keyof typeof POOL_CONDITIONS;

export interface ConditionReasonFacts {
  /** For people: what is the case and, where it is a fault, what to do about it. */
  readonly text: string;
}

export const JOB_REASONS = {
  Accepted: { text: "The spec is valid and everything that it names is there." },
  InvalidSpec: { text: "The spec breaks a rule that the API server cannot judge; the message names the field." },
  InvalidOptions: { text: "The options of a stage are not what its handler takes; the message names the path." },
  PoolNotFound: { text: "A pool of the pipeline does not exist in the job's namespace; make it, or correct the name." },
  NotListedByPool: { text: "The job names a volume or Secret that a pool of its pipeline does not list; add it to the pool." },
  Pending: { text: "The operator has not judged the job yet." },
  Discovering: { text: "The list of documents is being made." },
  Running: { text: "Documents are being worked on." },
  Finalizing: { text: "Every document has ended; the files of results are being written." },
  Ended: { text: "The job has ended; nothing is left to do." },
  NotEnded: { text: "The job has not ended." },
  Completed: { text: "Every document succeeded or was skipped." },
  CompletedWithFailures: { text: "Every document ended, some of them failed; `failures.jsonl` lists those." },
  AllDocumentsFailed: { text: "Every document failed; look at the first of `status.failures`." },
  Cancelled: { text: "The job was cancelled; documents that had not ended count as cancelled." },
  DeadlineExceeded: { text: "The job ran for longer than `activeDeadlineSeconds`." },
  FailurePolicy: { text: "More documents failed than `failurePolicy` allows." },
  ManifestInvalid: { text: "The manifest cannot be read; the message names the place." },
  ManifestEmpty: { text: "The source has no documents; check its address, prefix and patterns." },
  DuplicateIds: { text: "Two documents have the same id, or ids that end in the same file name; the message names both places." },
  ManifestTooLarge: { text: "The source has more documents, or a longer line, than the limit." },
  SourceUnavailable: { text: "The source does not answer; listing it is tried again." },
  OutputUnwritable: { text: "The output cannot be written; check its space and permissions. Writing is tried again." },
  TaskError: { text: "Listing the source or writing the results failed; it is tried again." },
  CountsDoNotAddUp: { text: "Documents ended do not add up to the manifest, or a recorded output is missing. This is a fault in Ream or in the store: please report it." },
  SuspendedByUser: { text: "`spec.suspend` is true." },
  SuspendedByFailurePolicy: {
    text: "More documents failed than `failurePolicy` allows. Raise the limit, set a new `retryFailedBefore`, or set `suspend` to true and back.",
  },
  NotSuspended: { text: "The job is not suspended." },
  SourcesUnavailable: { text: "Source, store or service did not answer many documents in a row; one item at a time is tried until one succeeds." },
  WaitingForWorkers: { text: "Documents wait and no worker has taken one yet; look at the pool." },
  LedgerFull: { text: "The ledger's stream has no room; nothing is recorded until an operator makes some." },
  LedgerVersionUnknown: { text: "The ledger holds a record of a version that this operator does not know; upgrade the operator." },
  BrokerUnavailable: { text: "NATS does not answer; the job goes on when it does." },
  CancelledNotReopened: { text: "`retryFailedBefore` was set on a cancelled job, and a cancelled job does not run again; make another job." },
} as const satisfies Record<SealReason | TaskReason, ConditionReasonFacts> & Record<string, ConditionReasonFacts>;

export const POOL_REASONS = {
  WorkersReady: { text: "Workers take items." },
  ScaledToZero: { text: "There is nothing to do; workers start when there is." },
  WorkersStarting: { text: "Workers are being started." },
  WorkersNotReady: { text: "Workers do not become ready; the message holds what the first of them says." },
  WorkersReturningWork: { text: "Workers give their items back as not able; the message is a worker's own." },
  ImageNotFound: { text: "The image cannot be pulled; check its name and the pull secrets." },
  InvalidPool: { text: "The spec breaks a rule that the API server cannot judge; the message names the field." },
  MissingReference: { text: "A claim, Secret or service account that the spec names does not exist." },
  BrokerUnavailable: { text: "NATS does not answer; nothing is scaled until it does." },
  Applied: { text: "The Deployment is as the spec asks." },
  Applying: { text: "The Deployment is being changed." },
  KedaScales: { text: "KEDA scales the pool on the depth of its queue." },
  KedaAbsent: { text: "KEDA is not installed; the operator sets the number of workers itself, simply." },
  NoFault: { text: "Nothing stands in the way." },
} as const satisfies Record<string, ConditionReasonFacts>;

export type JobReason = keyof typeof JOB_REASONS;
export type PoolReason = keyof typeof POOL_REASONS;
