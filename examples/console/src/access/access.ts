import { createContext, use, useState } from 'react';

export interface Access {
  readonly token: string | null;
  /** Null forgets it. */
  setToken(token: string | null): void;
}

/** This tab only, and gone with it: a token gives all rights of its caller. */
const STORED_AS = 'switchboard.token';

export const AccessContext = createContext<Access | null>(null);

export function useAccess(): Access {
  const access = use(AccessContext);
  if (!access) throw new Error('There is no access above this component.');
  return access;
}

export function useToken(): Access {
  const [token, setToken] = useState(() => sessionStorage.getItem(STORED_AS));
  return {
    token,
    setToken(next) {
      if (next === null) sessionStorage.removeItem(STORED_AS);
      else sessionStorage.setItem(STORED_AS, next);
      setToken(next);
    },
  };
}
