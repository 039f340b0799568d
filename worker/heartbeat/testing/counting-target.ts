/** A heartbeat target for tests: counts beats in shared memory, by sequence. */

export function connect(beats: Int32Array<SharedArrayBuffer>): (sequence: number) => void {
  return (sequence) => {
    Atomics.add(beats, sequence, 1);
    Atomics.notify(beats, sequence);
  };
}
