import { UnavailableError } from "../worker/errors.ts";

/** The ledger's file takes no more records (disk full, I/O error): the run must stop. What was recorded before is safe. */
export class LedgerUnwritableError extends UnavailableError {
  /** The system's code: ENOSPC, EIO, EDQUOT, EROFS…; absent where the fault is not the disk's. */
  readonly code: string | undefined;

  constructor(path: string, cause: unknown) {
    const code = errorCode(cause);
    super(`the ledger ${path} cannot be written: ${describe(code, cause)}`, { cause });
    this.name = "LedgerUnwritableError";
    this.code = code;
  }

  get isDiskFull(): boolean {
    return this.code === "ENOSPC" || this.code === "EDQUOT";
  }
}

function errorCode(cause: unknown): string | undefined {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : undefined;
}

function describe(code: string | undefined, cause: unknown): string {
  if (code === "ENOSPC") return "no space is left on the device. Free some space, then run again to go on";
  if (code === "EDQUOT") return "the disk quota is used up. Free some space, then run again to go on";
  if (code === "EIO") return "the device reports an I/O error. Check the disk before running again";
  return cause instanceof Error ? cause.message : String(cause);
}
