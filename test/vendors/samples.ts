import { readFileSync } from 'node:fs';
import type { Row } from '../../src/simulators/index.js';

/** The documents' own sample responses. The Exotel document has none: its call is made of the fields that the vendor documents. */
export type SampleName = 'aicaller-list' | 'aicaller-create' | 'contact-center' | 'skipcall' | 'exotel';

/** A fresh copy of a sample response. */
export function sample(name: SampleName): Row {
  return JSON.parse(readFileSync(`test/vendors/samples/${name}.json`, 'utf8')) as Row;
}

/** The first call in a sample, as the vendor's rows are. */
export function sampleCall(name: SampleName): Row {
  const response = sample(name);
  const calls = response['calls'] ?? response['data'] ?? response;
  return (Array.isArray(calls) ? calls[0] : calls) as Row;
}
