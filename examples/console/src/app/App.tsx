import { ApolloProvider } from '@apollo/client/react';
import { I18nProvider } from 'react-aria-components';
import { RouterProvider } from 'react-router';
import { AccessContext, useToken } from '../access/access';
import { ConnectionContext, useOpenConnection } from '../graph/connection';
import type { Settings } from '../settings';
import { router } from './router';

export function App({ settings }: { readonly settings: Settings }) {
  const access = useToken();
  const connection = useOpenConnection(settings, access.token);
  if (!connection) return null;
  return (
    <I18nProvider locale={navigator.language}>
      <AccessContext value={access}>
        <ConnectionContext value={connection}>
          <ApolloProvider client={connection.client}>
            <RouterProvider router={router} />
          </ApolloProvider>
        </ConnectionContext>
      </AccessContext>
    </I18nProvider>
  );
}
