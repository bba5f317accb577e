import { usePageTitle } from '../app/use-page-title';
import { strings } from '../strings';
import { CallsByHour } from './CallsByHour';
import { Health } from './Health';
import './glance.css';

export function GlancePage() {
  usePageTitle(strings.glance.title);
  return (
    <>
      <h1>{strings.glance.title}</h1>
      <CallsByHour />
      <Health />
    </>
  );
}
