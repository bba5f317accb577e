/** Writes the composed graph as clients see it, from the SDL files of both subgraphs: nothing has to run. */
import { readFileSync, writeFileSync } from 'node:fs';
import '../gateways/no-cloud.js';
import { ApolloGateway } from '@apollo/gateway';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { compose } from '../compose.js';

const FILES = { switchboard: '../../../schema.graphql', crm: '../crm/schema.graphql' };
const subgraphs = Object.entries(FILES).map(([name, file]) => ({ name, url: `http://${name}/graphql`, sdl: readFileSync(new URL(file, import.meta.url), 'utf8') }));
const gateway = new ApolloGateway({ supergraphSdl: compose(subgraphs) });
const { schema } = await gateway.load();
await gateway.stop();
writeFileSync(new URL('schema.graphql', import.meta.url), `${printSchema(lexicographicSortSchema(schema))}\n`);
