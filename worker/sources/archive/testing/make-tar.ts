/** TAR files for tests. */
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

type Packing = ReturnType<typeof pack>;
type Headers = Parameters<Packing["entry"]>[0];

export type TarEntry = Partial<Headers> & { readonly name: string; readonly data?: string | Buffer };

export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const packing = pack();
  const packed = buffer(packing);
  for (const { data, ...header } of entries) await add(packing, header, data);
  packing.finalize();
  return packed;
}

/** A link or a device has no data, not even none. */
function add(packing: Packing, header: Headers, data: string | Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error === undefined || error === null ? resolve() : reject(error));
    const entry = data === undefined && header.type !== undefined ? packing.entry(header, done) : packing.entry(header, data ?? "", done);
    if (entry === undefined) resolve();
  });
}
