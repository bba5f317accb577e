import { Call } from './call.js';
import type { Json } from './json-value.js';

/** Whether two calls are equal in every value and at every depth. Their recordings refer back to them, which is not followed. */
export function areEqualCalls(one: Call, other: Call): boolean {
  return haveEqualFields(one, other);
}

/** Whether two rows of a vendor are equal in every value and at every depth. */
export function areEqualRows(one: Json, other: Json): boolean {
  return haveEqualFields(one, other);
}

function areEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other)) return false;
  if (Array.isArray(one) || Array.isArray(other)) return Array.isArray(one) && Array.isArray(other) && areEqualLists(one, other);
  if (one instanceof Date || other instanceof Date) return one instanceof Date && other instanceof Date && one.getTime() === other.getTime();
  // Not by their classes: what another process has read has plain objects inside its details.
  return one instanceof Call && other instanceof Call ? one.id === other.id : haveEqualFields(one, other);
}

function areEqualLists(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((member, index) => areEqual(member, other[index]));
}

function haveEqualFields(one: object, other: object): boolean {
  let more = 0;
  for (const name in one) {
    if (!areEqual(one[name as keyof typeof one], other[name as keyof typeof other])) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
