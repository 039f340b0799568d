/** The output folder cannot be used for this run. The message names the folder and what to do; nothing was changed in it. */
export class OutputFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutputFolderError";
  }

  /** Nothing is wrong with the command: it may be given again once there is space. */
  get isDiskFull(): boolean {
    const { cause } = this;
    return cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
  }
}
