/** Pages of running text: letters, reports, newspapers. */
import { type Block, gap, lines, rule, text } from "../../make-samples/block.ts";
import type { Face, TextStyle } from "../../make-samples/laid-page.ts";
import type { Random } from "../../make-samples/random.ts";
import { fill, pick } from "../text/fill.ts";
import { paragraphs, shuffle, toSentence } from "../text/paragraphs.ts";
import { TOPICS } from "../text/topics.ts";
import { fillPage } from "./fill-page.ts";
import type { PageKind } from "./page-kind.ts";

export const letter: PageKind = (wishes) => {
  const { random, topic, face, sizePoints } = wishes;
  const say = (template: string): string => toSentence(template, random);
  const start = [
    lines([say("{firm}")], { face: headFace(face), sizePoints: sizePoints * 1.5 }),
    lines([say("{12-96} {street}, {town}"), say("Telephone {town} {201-989}")]),
    rule,
    lines([say("{2-28} {month} {1921-1969}")], { align: "right" }),
    lines([say("{first} {surname}"), say("{3-88} {street}"), say("{town}")]),
    gap(6),
    lines(["Dear Sir or Madam,"]),
  ];
  const end = [gap(6), lines(["Yours faithfully,"]), gap(10), lines([say("{first} {surname}"), say("{office}")])];
  return fillPage(wishes, { start, middle: texts(paragraphs(topic, random)), end });
};

export const report: PageKind = (wishes) => {
  const { random, topic, face, sizePoints } = wishes;
  const head = { face: headFace(face), sizePoints: sizePoints * 1.6 };
  const masthead = [lines([`${topic.title}: report for ${fill("{1921-1969}", random)}`], head), lines([toSentence("by {first} {surname}, {office}, {town}", random)]), gap(4)];
  return fillPage(wishes, { masthead, middle: sections(wishes) });
};

/** Paragraphs and nothing else, both margins straight. */
export const bookPage: PageKind = (wishes) => fillPage(wishes, { middle: texts(paragraphs(wishes.topic, wishes.random), "justified") });

export const newspaper: PageKind = (wishes) => {
  const { random } = wishes;
  const masthead = [
    lines([toSentence("The {town} {Observer|Lantern|Herald|Courier}", random)], { face: "serif-bold", sizePoints: 26, align: "centre" }),
    lines([toSentence("{weekday}, {2-28} {month} {1921-1969}    Price {small} pence", random)], { align: "centre" }),
    rule,
  ];
  return fillPage(wishes, { masthead, middle: articles(wishes) });
};

export const memo: PageKind = (wishes) => {
  const { random, topic } = wishes;
  const start = [
    lines(["MEMORANDUM"]),
    lines([toSentence("To:      {first} {surname}, {office}", random), toSentence("From:    {first} {surname}, {town}", random), `Subject: ${topic.title.toLowerCase()}`]),
    rule,
  ];
  return fillPage(wishes, { start, middle: texts(paragraphs(topic, random)) });
};

/** Nothing on it at all. */
export const blank: PageKind = ({ face, sizePoints }) => ({ face, sizePoints, blocks: [] });

function* texts(from: Iterable<string>, align: "left" | "justified" = "left"): Generator<Block> {
  for (const words of from) yield text(words, { align });
}

function* sections({ topic, random, face, sizePoints }: Parameters<PageKind>[0]): Generator<Block> {
  const words = paragraphs(topic, random);
  for (let number = 1; ; number++) {
    yield lines([`${number}. ${pick(["What was done", "What it cost", "What remains to be done", "Remarks", "Persons", "The year ahead"], random)}`], { face: headFace(face), sizePoints });
    yield text(words.next().value);
    yield text(words.next().value);
  }
}

function* articles({ topic, random, sizePoints }: { topic: (typeof TOPICS)[number]; random: Random } & TextStyle): Generator<Block> {
  for (const { title, sentences } of [topic, ...shuffle(TOPICS, random)]) {
    yield lines([title.toUpperCase()], { face: "serif-bold", sizePoints: sizePoints * 1.1 });
    const words = paragraphs({ title, sentences }, random);
    yield text(words.next().value, { align: "justified" });
    yield text(words.next().value, { align: "justified" });
  }
}

function headFace(face: Face): Face {
  if (face === "dejavu-sans" || face === "dejavu-serif" || face === "mono") return face;
  return face === "sans" ? "sans-bold" : "serif-bold";
}
