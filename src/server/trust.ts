import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { TrustedDocuments } from '../config/trusted-documents.js';

/** @throws GraphQLError if the document may not be executed */
export type TrustCheck = (document: string) => void;

/** Allows only the trusted documents, or any document if there is no list. */
export function trustOnly(documents: TrustedDocuments | null): TrustCheck {
  if (!documents) return () => undefined;
  const texts = new Set(documents.values());
  return (document) => {
    if (!texts.has(document)) throw notTrusted({ http: { status: 400 } });
  };
}

function notTrusted(forApollo: object = {}): GraphQLError {
  return new GraphQLError('This document is not trusted. The server executes only the documents in TRUSTED_DOCUMENTS.', { extensions: { code: 'DOCUMENT_NOT_TRUSTED', ...forApollo } });
}

/** Refuses documents that are not trusted before execution. */
export function trustPlugin(check: TrustCheck): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        // In an earlier hook, Apollo would report the refusal as an internal error.
        async didResolveOperation({ source }) {
          check(source);
        },
      };
    },
  };
}

/** Apollo's cache of persisted queries. Clients can't add documents to it. */
export function documentsByHash(documents: TrustedDocuments) {
  return {
    get: async (key: string) => documents.get(key.replace(/^apq:/, '')),
    set: async () => undefined,
    delete: async () => false,
  };
}

/** Accepts `documentId` in addition to Apollo's persisted query extension. */
export function acceptDocumentIds(fastify: FastifyInstance, documents: TrustedDocuments): void {
  fastify.addHook('preHandler', async ({ body }, reply) => {
    if (typeof body !== 'object' || body === null || !('documentId' in body)) return;
    if ('query' in body && typeof body.query === 'string' && body.query !== '') return;
    const query = typeof body.documentId === 'string' ? documents.get(body.documentId) : undefined;
    if (query === undefined) return reply.status(400).send({ errors: [notTrusted().toJSON()] });
    Object.assign(body, { query });
  });
}
