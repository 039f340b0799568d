/** What a foreign command may see of the worker's own environment: the rest may hold secrets. */
const PASSED_ON = ["PATH", "HOME", "LANG", "TMPDIR"] as const;

export function baseEnvironment(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
