/** Prints a customer's people and their newest calls: `npm run client -- http://127.0.0.1:4100/graphql a1`. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { AccountCallsDocument } from './generated/operations.js';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Variables and data are of the types that the document has in the graph. */
async function ask<Data, Variables>(url: string, document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors = [] } = (await response.json()) as Answer<Data>;
  // What one provider could not say is null in the data, which is there all the same.
  for (const { message } of errors) console.error(message);
  if (!data) throw new Error('There is no answer.');
  return data;
}

const [url = 'http://127.0.0.1:4100/graphql', id = 'a1'] = process.argv.slice(2);
const { account } = await ask(url, AccountCallsDocument, { id });
if (!account) console.log(`There is no account ${id}.`);
else {
  console.log(account.name);
  for (const { person, e164, calls } of account.people) {
    console.log(`  ${person?.fullName ?? e164}`);
    for (const { createdAt, provider, status, duration } of calls.nodes) {
      console.log(`    ${createdAt}  ${provider.padEnd(14)}  ${status}${duration == null ? '' : `, ${duration} s`}`);
    }
    for (const { provider, status, code } of calls.sources) if (status === 'FAILED') console.log(`    without ${provider}: ${code}`);
  }
}
