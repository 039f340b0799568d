/** Compressed data that unpacks to gigabytes, made without packing gigabytes. */
import { constants, deflateRawSync } from "node:zlib";

const ADLER_MODULUS = 65_521;
/** An empty last block. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/** Raw deflate: the block so many times. */
export function rawRepeats(block: Buffer, times: number): Buffer {
  // Flushed like this, a piece refers to nothing before it, and can stand anywhere.
  const piece = deflateRawSync(block, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: times }, () => piece), LAST_BLOCK]);
}

/** The same with the header and the checksum of zlib. */
export function zlibRepeats(block: Buffer, times: number): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(adlerOfRepeats(block, times));
  return Buffer.concat([Buffer.from([0x78, 0xda]), rawRepeats(block, times), checksum]);
}

/** The checksum at its end is not right: nobody should come so far. */
export function gzipRepeats(block: Buffer, times: number): Buffer {
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), rawRepeats(block, times), Buffer.alloc(8)]);
}

function adlerOfRepeats(block: Buffer, times: number): number {
  let [sum, weighted] = [0, 0];
  for (const byte of block) {
    sum = (sum + byte) % ADLER_MODULUS;
    weighted = (weighted + sum) % ADLER_MODULUS;
  }
  let [low, high] = [1, 0];
  for (let time = 0; time < times; time += 1) {
    high = (high + low * (block.length % ADLER_MODULUS) + weighted) % ADLER_MODULUS;
    low = (low + sum) % ADLER_MODULUS;
  }
  return high * 65_536 + low;
}
