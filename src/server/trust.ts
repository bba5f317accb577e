import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { TrustedDocuments } from '../config/trusted-documents.js';

/** @throws GraphQLError if the document may not be executed */
export type TrustCheck = (document: string) => void;

/** Allows only the trusted documents, or any document if there is no list. */
export function trustOnly(documents: TrustedDocuments | null): TrustCheck {
  if (!documents) return () => undefined;
  const texts = new Set(documents.values());
  return (document) => {
    if (!texts.has(document)) throw notTrusted();
  };
}

export function notTrusted(): GraphQLError {
  return new GraphQLError('This document is not trusted. The server executes only the documents in TRUSTED_DOCUMENTS.', { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } } });
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

/**
 * Accepts `documentId` in addition to Apollo's persisted query extension. The result says whether a request has an
 * unknown id: it is refused only after its caller was checked, so that nobody else can try ids.
 */
export function acceptDocumentIds(fastify: FastifyInstance, documents: TrustedDocuments): (request: FastifyRequest) => boolean {
  const unknown = new WeakSet<FastifyRequest>();
  fastify.addHook('preHandler', async (request) => {
    const { body } = request;
    if (typeof body !== 'object' || body === null || !('documentId' in body)) return;
    if ('query' in body && typeof body.query === 'string' && body.query !== '') return;
    const query = typeof body.documentId === 'string' ? documents.get(body.documentId) : undefined;
    if (query === undefined) unknown.add(request);
    else Object.assign(body, { query });
  });
  return (request) => unknown.has(request);
}
