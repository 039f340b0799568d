/** A value as one line of JSON, with its end. Readers of lines take U+2028 and U+2029 for ends too, and JSON leaves them as they are. */
export function toJsonLine(value: unknown): string {
  const text = JSON.stringify(value);
  const line = /[\u2028\u2029]/.test(text) ? text.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029") : text;
  return `${line}\n`;
}
