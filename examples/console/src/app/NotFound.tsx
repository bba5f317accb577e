import { strings } from '../strings';

export function NotFound() {
  return <p className="notice">{strings.notFound}</p>;
}
