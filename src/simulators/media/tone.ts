/** A WAV file with a tone: 8,000 samples of 8 bits per second, one channel. It is computed, so that any part of any length costs no memory. */

const RATE = 8000;
const HEADER_BYTES = 44;
const SILENCE = 128;
const AMPLITUDE = 40;
/** The last second has a higher tone, so that one can hear the end. */
const LAST_SECOND_FACTOR = 2;

export interface Tone {
  readonly seconds: number;
  /** In hertz. */
  readonly frequency: number;
}

export function bytesOf({ seconds }: Tone): number {
  return HEADER_BYTES + seconds * RATE;
}

/** The bytes from `first` to `last`, both included. */
export function partOf(tone: Tone, first: number, last: number): Buffer {
  const part = Buffer.alloc(last - first + 1);
  const header = headerOf(tone);
  for (let index = 0; index < part.length; index++) {
    const at = first + index;
    part[index] = at < HEADER_BYTES ? (header[at] ?? 0) : sampleAt(tone, at - HEADER_BYTES);
  }
  return part;
}

function sampleAt({ seconds, frequency }: Tone, index: number): number {
  const heard = index >= (seconds - 1) * RATE ? frequency * LAST_SECOND_FACTOR : frequency;
  return SILENCE + Math.round(AMPLITUDE * Math.sin((2 * Math.PI * heard * index) / RATE));
}

function headerOf(tone: Tone): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const data = bytesOf(tone) - HEADER_BYTES;
  header.write('RIFF', 0);
  header.writeUInt32LE(data + HEADER_BYTES - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(data, 40);
  return header;
}
