/** The command or the job is wrong (exit code 2): the message is all that the person sees, so it says what to do. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
  }
}
