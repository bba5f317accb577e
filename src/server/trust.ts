import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { TrustedDocuments } from '../config/trusted-documents.js';

/** Whether a document may be executed. @throws GraphQLError where it may not */
export type TrustCheck = (document: string) => void;

/** Lets any document be executed, or where there is a list of trusted ones nothing else. */
export function trustOnly(documents: TrustedDocuments | null): TrustCheck {
  if (!documents) return () => undefined;
  const texts = new Set(documents.values());
  return (document) => {
    if (!texts.has(document)) throw notTrusted({ http: { status: 400 } });
  };
}

function notTrusted(forApollo: object = {}): GraphQLError {
  return new GraphQLError('Only trusted documents are executed here, and this is none.', { extensions: { code: 'DOCUMENT_NOT_TRUSTED', ...forApollo } });
}

/** Refuses what is not trusted before any of it is executed. */
export function trustPlugin(check: TrustCheck): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        // Earlier, Apollo would take the refusal for a fault of the server's.
        async didResolveOperation({ source }) {
          check(source);
        },
      };
    },
  };
}

/** Where Apollo looks for documents by their hash; nothing is learned from clients. */
export function documentsByHash(documents: TrustedDocuments) {
  return {
    get: async (key: string) => documents.get(key.replace(/^apq:/, '')),
    set: async () => undefined,
    delete: async () => false,
  };
}

/** Takes `documentId` beside Apollo's own way of naming a document. */
export function acceptDocumentIds(fastify: FastifyInstance, documents: TrustedDocuments): void {
  fastify.addHook('preHandler', async ({ body }, reply) => {
    if (typeof body !== 'object' || body === null || !('documentId' in body)) return;
    if ('query' in body && typeof body.query === 'string' && body.query !== '') return;
    const query = typeof body.documentId === 'string' ? documents.get(body.documentId) : undefined;
    if (query === undefined) return reply.status(400).send({ errors: [notTrusted().toJSON()] });
    Object.assign(body, { query });
  });
}
