/** What one gets without writing anything but Exotel's OpenAPI document: its endpoints as GraphQL fields. */
import { fileURLToPath } from 'node:url';
import { loadGraphQLSchemaFromOpenAPI } from '@omnigraph/openapi';
import { account, headers } from '../exotel.js';
import { listen } from '../listen.js';

const schema = await loadGraphQLSchemaFromOpenAPI('exotel', {
  source: fileURLToPath(new URL('./exotel.openapi.json', import.meta.url)),
  endpoint: account,
  operationHeaders: headers,
});

listen(schema);
