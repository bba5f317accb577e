import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { documentSize } from './document-size.js';

const MAX_BYTES = 30 * 1024 * 1024;

/**
 * Valid documents by the hash of their text, for Apollo Server. Its own store takes the length of a document as JSON
 * for its size, which leaves out most of it: the text, the tokens and all comments.
 */
export class DocumentStore {
  private readonly documents: LRUCache<string, DocumentNode>;

  constructor(maxBytes = MAX_BYTES) {
    this.documents = new LRUCache({ maxSize: maxBytes, sizeCalculation: documentSize });
  }

  /** How much memory the documents take, in bytes. */
  get bytes(): number {
    return this.documents.calculatedSize;
  }

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.documents.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.documents.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.documents.delete(key);
  }
}
