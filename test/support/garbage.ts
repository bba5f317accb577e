import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects all garbage of this process, as a busy one does by itself. */
export const collectGarbage = runInNewContext('gc') as () => void;
