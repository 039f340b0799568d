/** Pages of lists and tables: minutes, small print, invoices, prices. */
import { type Block, gap, lines, list, rule, type TableBlock, text } from "../../make-samples/block.ts";
import type { Random } from "../../make-samples/random.ts";
import { fill, wholeBetween } from "../text/fill.ts";
import { paragraphs, shuffle, toSentence } from "../text/paragraphs.ts";
import { WORDS } from "../text/words.ts";
import { fillPage } from "./fill-page.ts";
import type { PageKind } from "./page-kind.ts";

export const minutes: PageKind = (wishes) => {
  const { random, topic } = wishes;
  const start = [
    lines([toSentence("Minutes of the meeting held at {town}", random)], { face: "serif-bold", sizePoints: wishes.sizePoints * 1.4 }),
    lines([toSentence("{weekday}, {2-28} {month} {1921-1969}, at half past {small}", random)]),
    text(toSentence("Present: {first} {surname} in the chair, {first} {surname}, {first} {surname}, {first} {surname} and the {office}.", random)),
  ];
  return fillPage(wishes, { start, middle: clauses(paragraphs(topic, random)) });
};

export const smallPrint: PageKind = (wishes) => {
  const { random, topic } = wishes;
  const start = [lines(["GENERAL CONDITIONS"], { sizePoints: wishes.sizePoints * 1.5 }), lines([toSentence("issued by {firm}, {town}", random)]), rule];
  return fillPage(wishes, { start, middle: clauses(paragraphs(topic, random)) });
};

export const invoice: PageKind = (wishes) => {
  const { random } = wishes;
  const say = (template: string): string => toSentence(template, random);
  const start: Block[] = [
    lines([say("{firm}")], { face: "sans-bold", sizePoints: wishes.sizePoints * 1.7 }),
    lines([say("{12-96} {street}, {town}")]),
    lines([say("INVOICE {10027-99871}")], { face: "sans-bold", sizePoints: wishes.sizePoints * 1.3 }),
    lines([say("Date: {2-28} {month} {1971-2019}"), say("Customer: {first} {surname}, {street}, {town}")]),
    gap(6),
    itemTable(random, wishes.most ?? 14),
    gap(6),
  ];
  return fillPage({ ...wishes, most: 3 }, { start, middle: paragraphsOf(wishes), end: [lines(["Please state the number of this invoice when you pay."])] });
};

export const priceList: PageKind = (wishes) => {
  const { random } = wishes;
  const rows = shuffle(WORDS["item"] ?? [], random).flatMap((item) => ["small", "large"].map((size) => [fill("{1011-9899}", random), `${item}, ${size}`, fill("{colour}", random), toMoney(wholeBetween(120, 24_000, random))]));
  const columns = [
    { widthPoints: 70, align: "left" },
    { widthPoints: 190, align: "left" },
    { widthPoints: 110, align: "left" },
    { widthPoints: 80, align: "right" },
  ] as const;
  const start: Block[] = [lines([toSentence("Price list of {firm}", random)], { face: "sans-bold", sizePoints: wishes.sizePoints * 1.5 }), { kind: "table", columns, rows: [["Number", "Article", "Colour", "Price"], ...rows.slice(0, wishes.most ?? 30)] }];
  return fillPage({ ...wishes, most: 2 }, { start, middle: paragraphsOf(wishes) });
};

function* paragraphsOf({ topic, random }: Parameters<PageKind>[0]): Generator<Block> {
  for (const words of paragraphs(topic, random)) yield text(words);
}

function* clauses(from: Iterable<string>): Generator<Block> {
  let number = 0;
  for (const words of from) yield list([[`${++number}.`, words]]);
}

function itemTable(random: Random, most: number): TableBlock {
  const columns = [
    { widthPoints: 220, align: "left" },
    { widthPoints: 65, align: "right" },
    { widthPoints: 85, align: "right" },
    { widthPoints: 90, align: "right" },
  ] as const;
  const names = shuffle([...(WORDS["item"] ?? []), ...(WORDS["service"] ?? [])], random).slice(0, most);
  const items = names.map((name) => ({ name: toSentence(name, random), quantity: wholeBetween(1, 24, random), pence: wholeBetween(95, 19_900, random) }));
  const net = items.reduce((sum, { quantity, pence }) => sum + quantity * pence, 0);
  const tax = Math.round(net * 0.2);
  const rows = items.map(({ name, quantity, pence }) => [name, String(quantity), toMoney(pence), toMoney(quantity * pence)]);
  const totals = [["Net total", "", "", toMoney(net)], ["Value added tax at 20 per cent", "", "", toMoney(tax)], ["Total to pay", "", "", toMoney(net + tax)]];
  return { kind: "table", columns, rows: [["Description", "Quantity", "Unit price", "Amount"], ...rows, ...totals] };
}

function toMoney(pence: number): string {
  return (pence / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
