/** What a stream of bytes begins with, and all of it. */
export interface Peeked {
  /** At least as many bytes as were asked for, or all that there are. */
  readonly head: Buffer;
  /** The head first, as one chunk. */
  readonly all: AsyncIterable<Buffer>;
}

export async function peek(chunks: AsyncIterable<Buffer>, leastBytes: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Buffer[] = [];
  for (let bytes = 0; bytes < leastBytes; ) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    bytes += next.value.length;
  }
  const [only] = taken;
  const head = taken.length === 1 && only !== undefined ? only : Buffer.concat(taken);
  return { head, all: replay(head, iterator) };
}

async function* replay(head: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
