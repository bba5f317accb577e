import { dataOf } from '../ask.js';

const RECENT = `
  fragment Fields on Call { provider providerCallId contact { e164 name } }
  {
    exotel: calls(first: 100, filter: { providers: [EXOTEL] }) { nodes { ...Fields } }
    aiCaller: calls(first: 10, filter: { providers: [AICALLER] }) { nodes { ...Fields } }
    contactCenter: calls(first: 10, filter: { providers: [CONTACT_CENTER] }) { nodes { ...Fields } }
  }
`;
const COMPANIES = ['Aster Freight', 'Birch & Loom', 'Cobalt Dental', 'Dune Outfitters', 'Elm Street Books', 'Fjord Foods', 'Garnet Tools', 'Heron Travel'];
const TITLES = ['Head of Sales', 'Buyer', 'Office Manager'];
const SUBJECTS = ['Wants an offer', 'Was cut off', 'Asks for a callback', 'Invoice is wrong', 'Moves the appointment'];
/** Every so many callers are in nobody's book. */
const STRANGER_EVERY = 10;

/**
 * A made-up company's book. Its tickets are about calls that Switchboard has just now, a hundred of Exotel's
 * first, and its people have the numbers of those calls: no number in it is anybody's.
 */
export async function readBook(switchboardUrl) {
  const { exotel, aiCaller, contactCenter } = await dataOf(switchboardUrl, RECENT);
  const calls = [...exotel.nodes, ...aiCaller.nodes, ...contactCenter.nodes];
  const tickets = calls.map(({ provider, providerCallId, contact }, index) => ({
    id: `t${index + 1}`,
    subject: pick(SUBJECTS, index),
    call: { provider, providerCallId },
    contact: contact && { e164: contact.e164 },
  }));
  const lost = { id: 'lost', subject: 'About a call that nobody has', call: { provider: 'EXOTEL', providerCallId: '0'.repeat(32) }, contact: null };
  return bookOf([...tickets, lost], peopleOf(calls));
}

function peopleOf(calls) {
  const names = new Map(calls.flatMap(({ contact }) => (contact?.e164 ? [[contact.e164, contact.name]] : [])));
  return [...names]
    .filter((_, index) => index % STRANGER_EVERY !== STRANGER_EVERY - 1)
    .map(([e164, name], index) => ({ e164, fullName: name ?? `Customer ${index + 1}`, jobTitle: pick(TITLES, index), accountId: `a${(index % COMPANIES.length) + 1}` }));
}

function bookOf(tickets, people) {
  const accounts = COMPANIES.map((name, index) => ({ id: `a${index + 1}`, name }));
  const personAt = new Map(people.map((person) => [person.e164, person]));
  const keyOf = ({ provider, providerCallId }) => `${provider} ${providerCallId}`;
  const ticketsOf = new Map(tickets.map(({ call }) => [keyOf(call), tickets.filter((ticket) => keyOf(ticket.call) === keyOf(call))]));
  return {
    tickets,
    accounts,
    ticket: (id) => tickets.find((ticket) => ticket.id === id) ?? null,
    account: (id) => accounts.find((account) => account.id === id) ?? null,
    person: (e164) => personAt.get(e164) ?? null,
    peopleOf: (accountId) => people.filter((person) => person.accountId === accountId),
    ticketsOf: (call) => ticketsOf.get(keyOf(call)) ?? [],
  };
}

function pick(list, index) {
  return list[index % list.length];
}
