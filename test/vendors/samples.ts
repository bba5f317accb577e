import { readFileSync } from 'node:fs';
import type { Row } from '../../src/simulators/index.js';

/** A fresh copy of a vendor's sample response. Exotel documents none: its call is made of the documented fields. */
export function sample(name: string): Row {
  return JSON.parse(readFileSync(`test/vendors/samples/${name}.json`, 'utf8')) as Row;
}

/** The first call in a sample, as the vendor's rows are. */
export function sampleCall(name: string): Row {
  const response = sample(name);
  const calls = response['calls'] ?? response['data'] ?? response;
  return (Array.isArray(calls) ? calls[0] : calls) as Row;
}
