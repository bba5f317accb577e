import { readdirSync, readFileSync } from 'node:fs';

/** The queries of this folder, by the names of their files: text, and what the first line says of it. */
export const queries = Object.fromEntries(
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const [, about, text] = /^# (.*)\n([^]*)$/.exec(readFileSync(new URL(file, import.meta.url), 'utf8'));
      return [file.replace('.graphql', ''), { about, text: text.trim() }];
    }),
);
