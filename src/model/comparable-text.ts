/** Normalizes a text for a comparison that ignores case and white space around and between words. */
export function comparableText(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
