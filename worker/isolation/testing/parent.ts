/** A parent for tests to kill: runs one document in a child, and prints the child's pid as soon as it has it in hand. */
import { makeDocumentTask } from "../../testing/make-document-task.ts";
import { ChildRunner } from "../child-runner.ts";

const [act = "hang", pids = ""] = process.argv.slice(2);
const setup = { module: new URL("./test-setup.ts", import.meta.url).href, data: {} };
const runner = new ChildRunner({ setup, slots: 1, documentTimeoutMs: 60_000, recycleAfterDocuments: 100 });
await runner.start();
const ending = await runner.run(0, makeDocumentTask({ act: "pid" }));
void runner.run(0, makeDocumentTask({ act, pids, next: "spin" }));
process.stdout.write(`${JSON.stringify("result" in ending ? ending.result : 0)}\n`);
