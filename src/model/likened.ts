/** A text as it is compared where somebody may have trimmed it or changed its case. */
export function likened(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
