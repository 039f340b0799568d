/** The sample job of the documentation, as it stands there, against a server that speaks chat completions. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asked, makeService, type TestService } from "../../../worker/handlers/http/testing/make-service.ts";
import { readJson, readJsonLines } from "../local/support/output-files.ts";
import { runReam } from "../local/support/run-ream.ts";
import { makeTestFolder, type TestFolder } from "../local/support/test-folder.ts";

const SAMPLE = new URL("../../../k8s/samples/http.yaml", import.meta.url);
const TOKEN = "sk-test-0123456789";
const LETTERS = {
  "2024/a.txt": ["We remind you for the second time that the sum is due.", "reminder"],
  "2024/b.txt": ["Invoice no. 17: three reams of paper. {{text}} \"}]", "invoice"],
  "c.txt": ["The paper that you sent is yellow! I complain.", "complaint"],
  "long.txt": [`Invoice ${"of many words ".repeat(3000)} reminder`, "invoice"],
} as const;

let folder: TestFolder;
let service: TestService;

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** Finds the kind in the user's message, and answers as models do: JSON, sometimes between lines of backticks. */
function complete(asked: Asked): { readonly status: number; readonly body: object } {
  if (asked.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { error: { message: "Incorrect API key provided" } } };
  const { model, messages } = JSON.parse(asked.body.toString()) as ChatRequest;
  const text = messages.find(({ role }) => role === "user")?.content ?? "";
  if (/forbidden/.test(text)) return { status: 400, body: { error: { message: "The text breaks the rules of this service", type: "invalid_request_error" } } };
  const kind = ["reminder", "invoice", "complaint"].find((word) => text.toLowerCase().includes(word.slice(0, 6))) ?? "other";
  const json = JSON.stringify({ kind, confidence: 0.9 });
  const content = kind === "invoice" ? `\`\`\`json\n${json}\n\`\`\`` : json;
  return { status: 200, body: { id: "chatcmpl-1", object: "chat.completion", model, choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }], usage: { total_tokens: 10 } } };
}

beforeAll(async () => {
  folder = await makeTestFolder();
  service = await makeService((asked, response) => {
    const { status, body } = complete(asked);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  const sample = await readFile(SAMPLE, "utf8");
  await folder.write("http.yaml", sample.replace("https://llm.example.org", `http://${service.host}`));
  for (const [name, [text]] of Object.entries(LETTERS)) await folder.write(`letters/${name}`, text);
  await folder.write("letters/forbidden.txt", "something forbidden");
  await folder.write("llm/authorization", `Bearer ${TOKEN}\n`);
});

afterAll(async () => {
  await service.close();
  await folder.remove();
});

const words = (): string[] => ["run", folder.at("http.yaml"), "--volume", `letters=${folder.at("letters")}`, "--output", folder.at("out")];

test("without its Secret the job is refused, with the flag that is missing", async () => {
  const end = await runReam(words());
  expect(end).toMatchObject({ exitCode: 2, stdout: "" });
  expect(end.stderr).toContain("the pool `model` takes the header Authorization from key `authorization` of the Secret `llm`: add --secret llm=DIR, a folder with a file `authorization` that holds the value");
  const absent = await runReam([...words(), "--secret", `llm=${folder.at("letters")}`]);
  expect(absent).toMatchObject({ exitCode: 2 });
  expect(absent.stderr).toContain("but there is no file `authorization` in");
  expect(service.asked).toEqual([]);
});

test("with it every letter gets its kind, and the one that the service refuses says why", async () => {
  const end = await runReam([...words(), "--secret", `llm=${folder.at("llm")}`], { environment: { REAM_LOG_LEVEL: "debug" } });
  expect(end).toMatchObject({ exitCode: 1, left: [] });
  const results = await readJsonLines(folder.at("out/results.jsonl"));
  const succeeded = results.filter(({ outcome }) => outcome === "Succeeded");
  expect(succeeded.map(({ id, result }) => [id, result])).toEqual(Object.entries(LETTERS).map(([id, [, kind]]) => [id, { kind, confidence: 0.9 }]));
  expect(results.find(({ id }) => id === "forbidden.txt")).toMatchObject({ outcome: "Failed", reason: "RejectedByHandler", attempts: 1, message: `service ${service.host}: it answered 400: The text breaks the rules of this service` });
  await expect(readJson(folder.at("out/2024/a.txt.http.json"))).resolves.toEqual({ kind: "reminder", confidence: 0.9 });
  for (const said of [end.stdout, end.stderr, await readFile(folder.at("out/.ream/ledger.jsonl"), "utf8"), await readFile(folder.at("out/.ream/job.json"), "utf8"), JSON.stringify(results)]) expect(said).not.toContain(TOKEN);
});

test("what was sent is the template of the sample, filled in", () => {
  const requests = service.asked.map(({ body }) => JSON.parse(body.toString()) as ChatRequest);
  const ofB = requests.find(({ messages }) => messages[1]?.content.startsWith("File name: b.txt"));
  expect(ofB).toEqual({
    model: "small-instruct",
    temperature: 0,
    max_tokens: 100,
    response_format: { type: "json_object" },
    messages: [
      { role: "system", content: 'You sort letters. Answer with JSON only: {"kind": "invoice", "reminder", "complaint" or "other", "confidence": 0 to 1}.' },
      { role: "user", content: `File name: b.txt\n\n${LETTERS["2024/b.txt"][0]}` },
    ],
  });
  const ofLong = requests.find(({ messages }) => messages[1]?.content.startsWith("File name: long.txt"));
  expect(ofLong?.messages[1]?.content).toHaveLength("File name: long.txt\n\n".length + 20_000);
});
