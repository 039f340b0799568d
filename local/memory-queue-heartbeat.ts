/** The thread's end of a MemoryQueue's HeartbeatTarget. */
import { beat, type LeaseMemory } from "./lease-table.ts";

/** `data` is what MemoryQueue put into its heartbeatTarget. */
export function connect(data: LeaseMemory): (sequence: number) => void {
  return (sequence) => beat(data, sequence);
}
