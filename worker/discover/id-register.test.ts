import fc from "fast-check";
import { expect, test } from "vitest";
import { outputKey } from "../../contract/document-paths.ts";
import { IdRegister } from "./id-register.ts";

test("finds a document's rival exactly where their keys are equal, and says where it was", async () => {
  const id = fc.string({ unit: fc.constantFrom("a", "A", "b", "/", ".", "é", "e\u0301"), minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(id, { maxLength: 40 }), async (ids) => {
      const register = new IdRegister(async (index) => ids[index] ?? "");
      for (const [index, id] of ids.entries()) {
        const rival = ids.slice(0, index).findLast((other) => outputKey(other) === outputKey(id));
        const found = await register.add({ index, id, place: index + 100 });
        expect(found === undefined).toBe(rival === undefined);
        if (found !== undefined) expect(ids[found.place - 100]).toBe(found.id);
        if (found !== undefined) return;
      }
    }),
  );
});
