/** What the worker says of itself; a pino logger fits. Never the content of documents. */
export interface WorkerLog {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

export const SILENT_LOG: WorkerLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
