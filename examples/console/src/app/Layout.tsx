import { type RefObject, useEffect, useRef } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { AccessButton } from '../access/AccessButton';
import { CostPanel } from '../cost/CostPanel';
import { LineMark } from '../live/LineMark';
import { useLiveCalls } from '../live/use-live-calls';
import { strings } from '../strings';
import './layout.css';

const PAGES = [
  ['/calls', strings.nav.calls],
  ['/people', strings.nav.person],
  ['/place', strings.nav.place],
  ['/glance', strings.nav.glance],
] as const;

/** What is around every page. The subscription is here, so that every list hears of every call. */
export function Layout() {
  const content = useRef<HTMLElement>(null);
  useLiveCalls();
  useFocusOnNewPage(content);
  return (
    <>
      <a className="skip" href="#content">{strings.skipToContent}</a>
      <header className="header">
        <strong className="brand">{strings.title}</strong>
        <nav aria-label={strings.nav.label}>
          {PAGES.map(([to, name]) => (
            <NavLink key={to} to={to}>{name}</NavLink>
          ))}
        </nav>
        <LineMark />
        <AccessButton />
      </header>
      <main id="content" tabIndex={-1} ref={content}>
        <Outlet />
      </main>
      <CostPanel />
      <ScrollRestoration />
    </>
  );
}

/** Somebody who does not see the page would otherwise stay at the link of the page before. */
function useFocusOnNewPage(content: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    content.current?.focus({ preventScroll: true });
  }, [content, pathname]);
}
