import { createContext, use, useEffect, useState } from 'react';
import type { Settings } from '../settings';
import { type Connection, connect } from './connect';

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error('There is no connection above this component.');
  return connection;
}

/** A connection for a caller. With another token it is another caller: nothing of the last one stays in the cache. */
export function useOpenConnection(settings: Settings, token: string | null): Connection | null {
  const [connection, setConnection] = useState<Connection | null>(null);
  useEffect(() => {
    const opened = connect(settings, token);
    setConnection(opened);
    return () => opened.close();
  }, [settings, token]);
  return connection;
}
