/** WebP: RIFF with the length of all that follows. */
import type { ContainerFacts } from "./container.ts";
import type { FileBytes } from "./file-bytes.ts";

const HEAD_BYTES = 8;

export function inspectWebp(file: FileBytes): ContainerFacts {
  const head = file.read(0, HEAD_BYTES);
  return { endsEarly: head.length < HEAD_BYTES || HEAD_BYTES + head.readUInt32LE(4) > file.size };
}
