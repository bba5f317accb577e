import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { readBook } from './book.js';

const typeDefs = parse(readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'));

/** A subgraph of another team: customers and tickets, which refer to calls and people by key and know nothing else of them. */
export async function startCrm(switchboardUrl, port = 0) {
  const book = await readBook(switchboardUrl);
  const server = new ApolloServer({
    schema: buildSubgraphSchema({ typeDefs, resolvers: resolversOf(book) }),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port } });
  return { url, close: () => server.stop() };
}

function resolversOf(book) {
  return {
    Query: {
      ticket: (_, { id }) => book.ticket(id),
      tickets: (_, { first }) => book.tickets.slice(0, first),
      account: (_, { id }) => book.account(id),
      accounts: () => book.accounts,
    },
    Ticket: { __resolveReference: ({ id }) => book.ticket(id) },
    Account: {
      __resolveReference: ({ id }) => book.account(id),
      people: ({ id }) => book.peopleOf(id).map(({ e164 }) => ({ e164 })),
    },
    // A key is all that there is to know here: whether there is such a call, or such a number, is Switchboard's to say.
    Contact: {
      __resolveReference: ({ e164 }) => ({ e164 }),
      person: ({ e164 }) => book.person(e164),
    },
    Person: { account: ({ accountId }) => book.account(accountId) },
    Call: {
      __resolveReference: ({ provider, providerCallId }) => ({ provider, providerCallId }),
      tickets: (call) => book.ticketsOf(call),
    },
  };
}
