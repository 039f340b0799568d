/** What each option sends and takes, as files under test/corpus/golden/http. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { judgeOptions } from "../../contract/handlers/handler-options.ts";
import { httpOptions } from "../../contract/handlers/http-options.ts";
import type { Handler, HandlerResult } from "./handler.ts";
import type { HttpOptions } from "../../contract/handlers/http-options.ts";
import { createHttpHandler } from "./http.ts";
import { answerJson, makeService, type TestService } from "./http/testing/make-service.ts";
import { expectGoldenJson } from "./testing/golden.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";

const CHAT = { choices: [{ message: { role: "assistant", content: '```json\n{"kind": "invoice", "confidence": 0.9}\n```' } }] };
const LETTER = "Invoice no. 17\nThree reams of paper: 12,40 €\n";

/** `option` and `value` name the file. `hangs`: the service gives no answer. */
interface Case {
  readonly option: keyof HttpOptions;
  readonly value: string;
  readonly options: object;
  readonly content?: Buffer;
  readonly hangs?: true;
}

const PNG = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");
const TEMPLATE = { id: "{{id}}", question: "{{metadata.case}}: {{text}}", pages: "{{earlier.before.pages}}", group: "{{group?}}", name: "{{name}}", index: "{{index}}" };

const CASES: readonly Case[] = [
  { option: "body", value: "file", options: {} },
  { option: "body", value: "multipart", options: { body: "multipart" } },
  { option: "body", value: "json", options: { body: "json" } },
  { option: "template", value: "values", options: { body: "template", template: TEMPLATE } },
  { option: "template", value: "picture", options: { body: "template", template: { image: "{{dataUrl}}", base64: "{{base64}}", type: "{{contentType}}" } }, content: PNG },
  { option: "content", value: "text", options: { body: "json", content: "text", contentType: "application/x-letter" } },
  { option: "content", value: "base64", options: { body: "json", content: "base64" } },
  { option: "content", value: "none", options: { body: "json", content: "none" } },
  { option: "content", value: "auto-picture", options: { body: "json" }, content: PNG },
  { option: "parameters", value: "json", options: { body: "json", parameters: { scheme: 2024, strict: true } } },
  { option: "parameters", value: "multipart", options: { body: "multipart", parameters: { scheme: 2024, note: "as text" } } },
  { option: "field", value: "upload", options: { body: "multipart", field: "upload" } },
  { option: "contentType", value: "given", options: { contentType: "message/rfc822" } },
  { option: "maxTextCharacters", value: "reject", options: { body: "template", template: "{{text}}", maxTextCharacters: 10 } },
  { option: "longText", value: "cut", options: { body: "template", template: "{{text}}", maxTextCharacters: 10, longText: "cut" } },
  { option: "maxInlineBytes", value: "reject", options: { body: "template", template: "{{base64}}", maxInlineBytes: 10 } },
  { option: "timeoutSeconds", value: "one", options: { timeoutSeconds: 1 }, hangs: true },
  { option: "answer", value: "text", options: { answer: "text" } },
  { option: "answer", value: "file", options: { answer: "file" } },
  { option: "answer", value: "ignore", options: { answer: "ignore" } },
  { option: "resultPath", value: "content", options: { resultPath: "choices[0].message.content" } },
  { option: "parse", value: "json", options: { resultPath: "choices[0].message.content", parse: "json" } },
  { option: "output", value: "json", options: { resultPath: "choices[0].message.content", parse: "json", output: "json" } },
  { option: "output", value: "text", options: { resultPath: "choices[0].message.content", output: "text" } },
  { option: "outputSuffix", value: "given", options: { answer: "file", outputSuffix: ".chat.json" } },
];

let service: TestService;
let folder = "";
let remove = async (): Promise<void> => undefined;
let handler: Handler<HttpOptions>;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
  service = await makeService(answerJson(CHAT));
  handler = createHttpHandler({ url: service.url, headersFrom: [], secrets: new Map(), documentTimeoutSeconds: 30 });
});
afterEach(async () => {
  await handler.close?.();
  await service.close();
  await remove();
});

test("every option has a golden file", () => {
  expect(new Set(CASES.map(({ option }) => option))).toEqual(new Set(Object.keys(httpOptions.shape)));
});

test.each(CASES)("$option $value", async ({ option, value, options, content = Buffer.from(LETTER), hangs }) => {
  const judged = judgeOptions("http", options);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  if (hangs === true) service.respond = () => undefined;
  const inputPath = join(folder, "input");
  await writeFile(inputPath, content);
  const end = await handler.run(await makeTask({ folder, inputPath, options: judged.options })).catch((error: unknown) => error);
  await expectGoldenJson(`http/${option}.${value}.json`, { sent: sent(), end: end instanceof Error ? describeError(end) : await describeResult(end as HandlerResult) });
});

/** Without what differs from call to call. */
function sent(): unknown {
  const [asked] = service.asked;
  if (asked === undefined) return "nothing";
  const { host: _host, connection: _connection, ...headers } = asked.headers;
  const boundary = /boundary=(.*)$/.exec(headers["content-type"] ?? "")?.[1] ?? "no boundary";
  const isText = Buffer.from(asked.body.toString("utf8")).equals(asked.body);
  const body = isText ? asked.body.toString("utf8") : asked.body.toString("base64");
  return JSON.parse(JSON.stringify({ headers, body: headers["content-type"] === "application/json" ? (JSON.parse(body) as unknown) : body }).replaceAll(boundary, "BOUNDARY")) as unknown;
}

async function describeResult(result: HandlerResult): Promise<unknown> {
  const { engine: _, ...rest } = result as Extract<HandlerResult, { outcome: "Succeeded" }>;
  return rest.outputs === undefined ? rest : { ...rest, file: await readFile(join(folder, "output/answer"), "utf8") };
}

function describeError(error: Error): unknown {
  return { error: error.name, ...("reason" in error ? { reason: error.reason } : {}), message: error.message.replace(service.host, "HOST") };
}
