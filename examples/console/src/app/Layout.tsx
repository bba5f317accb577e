import { NavLink, Outlet, ScrollRestoration } from 'react-router';
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
  useLiveCalls();
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
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <CostPanel />
      <ScrollRestoration />
    </>
  );
}
