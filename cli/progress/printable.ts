/** Text from documents and from outside, made safe for a terminal: it must not move the cursor, colour or hide anything. */

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One line of at most `maxCharacters`, control and invisible characters replaced. */
export function toPrintable(text: string, maxCharacters: number): string {
  // Far more than fits, so that a huge text is not searched to its end.
  const start = text.slice(0, maxCharacters * 4).replace(/\s+/g, " ").replace(UNPRINTABLE, "\u{fffd}").trim();
  return shorten(start, maxCharacters);
}

/** Keeps both ends: the end of a path says more than its middle. */
export function shortenMiddle(text: string, maxCharacters: number): string {
  const characters = [...text];
  if (characters.length <= maxCharacters) return text;
  const tail = Math.floor((maxCharacters - 1) / 2);
  const head = Math.max(0, maxCharacters - 1 - tail);
  return `${characters.slice(0, head).join("")}…${tail === 0 ? "" : characters.slice(-tail).join("")}`;
}

function shorten(text: string, maxCharacters: number): string {
  const characters = [...text];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, Math.max(0, maxCharacters - 1)).join("")}…`;
}
