/** SHA-256 without a platform under it: for the few names that have to be shortened, the same everywhere. FIPS 180-4. */

const BLOCK_BYTES = 64;
const ROUNDS = 64;

/** The first bits of the fractional parts of roots of the first primes: cube roots for the rounds, square roots to begin with. */
const ROUND_CONSTANTS = Uint32Array.from(firstPrimes(ROUNDS), (prime) => fractionBits(Math.cbrt(prime)));
const INITIAL_STATE = Uint32Array.from(firstPrimes(8), (prime) => fractionBits(Math.sqrt(prime)));

/** In lower-case hex, of the text as UTF-8. */
export function sha256Hex(text: string): string {
  const message = pad(new TextEncoder().encode(text));
  const state = INITIAL_STATE.slice();
  const words = new Uint32Array(ROUNDS);
  for (let offset = 0; offset < message.byteLength; offset += BLOCK_BYTES) {
    fillWords(words, message, offset);
    compress(state, words);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** A one bit, zeros, and the length in bits fill the last block. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
  return view;
}

function fillWords(words: Uint32Array, message: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) words[i] = message.getUint32(offset + i * 4);
  for (let i = 16; i < ROUNDS; i++) {
    const early = at(words, i - 15);
    const late = at(words, i - 2);
    const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[i] = at(words, i - 16) + mixedEarly + at(words, i - 7) + mixedLate;
  }
}

function compress(state: Uint32Array, words: Uint32Array): void {
  const v = state.slice();
  for (let i = 0; i < ROUNDS; i++) {
    const [a, b, c, e] = [at(v, 0), at(v, 1), at(v, 2), at(v, 4)];
    const choice = (e & at(v, 5)) ^ (~e & at(v, 6));
    const first = at(v, 7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + at(ROUND_CONSTANTS, i) + at(words, i);
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    v.copyWithin(1, 0, 7);
    v[4] = at(v, 4) + first;
    v[0] = first + second;
  }
  for (let i = 0; i < 8; i++) state[i] = at(state, i) + at(v, i);
}

function at(words: Uint32Array, i: number): number {
  return words[i] ?? 0;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
