/** The output folder cannot be used for this run. The message names the folder and what to do; nothing was changed in it. */
export class OutputFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutputFolderError";
  }
}
