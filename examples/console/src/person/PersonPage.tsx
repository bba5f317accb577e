import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { usePageTitle } from '../app/use-page-title';
import { CallList } from '../calls/CallList';
import { PAGE, useCallPages } from '../calls/use-call-pages';
import { formatNumber } from '../format/number';
import { PersonDocument } from '../graph/generated/operations';
import { strings } from '../strings';

/** A person outside, with all calls at every provider: the person and the first page are one operation. */
export function PersonPage() {
  const { id = '' } = useParams();
  const query = useQuery(PersonDocument, { variables: { id, first: PAGE } });
  const contact = query.data?.contact;
  const pages = useCallPages(query, contact?.calls);
  usePageTitle(contact?.name ?? strings.person.title);
  return (
    <>
      <h1>{contact ? (contact.name ?? strings.person.unknown) : strings.person.title}</h1>
      {query.data?.contact === null && !query.error && <p className="notice">{strings.person.none}</p>}
      {contact && (
        <p className="row person-facts">
          {contact.phoneNumber && <span>{formatNumber(contact.phoneNumber)}</span>}
          {contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
        </p>
      )}
      <h2>{strings.person.calls}</h2>
      <CallList pages={pages} label={strings.person.calls} />
    </>
  );
}
