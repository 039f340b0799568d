/** Ends an exhaustive switch: the compiler refuses a case that is missing, and a value that slipped through is named. */
export function assertNever(value: never): never {
  throw new Error(`no case for ${JSON.stringify(value)}`);
}
