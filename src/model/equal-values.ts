import { Call } from './call.js';
import type { Json } from './json-value.js';

/** Values that are nested deeper count as different. Comparing a row with thousands of levels would overflow the stack. */
const MAX_DEPTH = 20;

/** Whether two calls are equal in every value and at every depth. Their recordings refer back to them, which is not followed. */
export function areEqualCalls(one: Call, other: Call): boolean {
  return haveEqualFields(one, other, 0);
}

/** Whether two rows of a vendor are equal in every value and at every depth. */
export function areEqualRows(one: Json, other: Json): boolean {
  return haveEqualFields(one, other, 0);
}

function areEqual(one: unknown, other: unknown, depth: number): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || depth > MAX_DEPTH) return false;
  if (Array.isArray(one) || Array.isArray(other)) return Array.isArray(one) && Array.isArray(other) && areEqualLists(one, other, depth);
  if (one instanceof Date || other instanceof Date) return one instanceof Date && other instanceof Date && one.getTime() === other.getTime();
  // Not by their classes: what another process has read has plain objects inside its details.
  return one instanceof Call && other instanceof Call ? one.id === other.id : haveEqualFields(one, other, depth);
}

function areEqualLists(one: readonly unknown[], other: readonly unknown[], depth: number): boolean {
  return one.length === other.length && one.every((member, index) => areEqual(member, other[index], depth + 1));
}

function haveEqualFields(one: object, other: object, depth: number): boolean {
  let more = 0;
  for (const name in one) {
    // A vendor's field may be called __proto__, which every object inherits.
    if (!Object.hasOwn(other, name)) return false;
    if (!areEqual(one[name as keyof typeof one], other[name as keyof typeof other], depth + 1)) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
