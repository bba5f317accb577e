import { fileURLToPath } from 'node:url';

/** The documents that the build found in src. A Switchboard for the console needs to execute no others. */
export const TRUSTED_DOCUMENTS = fileURLToPath(new URL('src/graph/generated/trusted-documents.json', import.meta.url));
