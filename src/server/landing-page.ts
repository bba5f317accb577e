import type { ApolloServerPlugin, GraphQLServerListener } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { EXAMPLE_OPERATIONS } from './example-operations.js';

const OFFLINE = 'you might be offline.</p>';
const GRAPHIQL_LINK = '<p><a href="/graphiql">GraphiQL</a> is served from here and needs no internet.</p>';

/** Apollo Sandbox, which browsers load from the internet. Its offline message links to GraphiQL. */
export function landingPage(): ApolloServerPlugin {
  const sandbox = ApolloServerPluginLandingPageLocalDefault({ footer: false, includeCookies: false, document: EXAMPLE_OPERATIONS });
  return {
    async serverWillStart(service): Promise<GraphQLServerListener> {
      const listener = (await sandbox.serverWillStart?.(service)) ?? {};
      const page = await listener.renderLandingPage?.();
      if (!page) return listener;
      const html = async () => (typeof page.html === 'string' ? page.html : await page.html()).replace(OFFLINE, OFFLINE + GRAPHIQL_LINK);
      return { ...listener, renderLandingPage: async () => ({ html }) };
    },
  };
}
