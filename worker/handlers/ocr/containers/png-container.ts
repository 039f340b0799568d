/** PNG: a mark, then chunks of a length, a type, data and a checksum, up to IEND. Checksums are the decoder's to judge. */
import { PermanentError } from "../../../errors.ts";
import type { ContainerFacts, JudgePage } from "./container.ts";
import type { FileBytes } from "./file-bytes.ts";

const MARK_BYTES = 8;
const CHUNK_HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
const MAX_CHUNK_BYTES = 0x7fff_ffff;
const CHUNK_TYPE = /^[A-Za-z]{4}$/;
/** By colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function inspectPng(file: FileBytes, judgePage: JudgePage): ContainerFacts {
  const header = file.read(MARK_BYTES + CHUNK_HEAD_BYTES, 10);
  if (header.length < 10) return { endsEarly: true };
  const bytesPerPixel = (SAMPLES[header[9] ?? 0] ?? 1) * ((header[8] ?? 8) > 8 ? 2 : 1);
  judgePage({ width: header.readUInt32BE(0), height: header.readUInt32BE(4), bytesPerPixel });
  for (let at = MARK_BYTES; at < file.size; ) {
    const head = file.read(at, CHUNK_HEAD_BYTES);
    if (head.length < CHUNK_HEAD_BYTES) return { endsEarly: true };
    const [length, type] = [head.readUInt32BE(0), head.toString("latin1", 4)];
    if (length > MAX_CHUNK_BYTES || !CHUNK_TYPE.test(type)) throw new PermanentError("Corrupt", "the PNG is damaged: a chunk is none");
    at += CHUNK_HEAD_BYTES + length + CHECKSUM_BYTES;
    if (type === "IEND") return { endsEarly: false };
  }
  return { endsEarly: true };
}
