/** What one writes by hand in an afternoon: a resolver that fetches its call, and maps what it got. */
import { createSchema } from 'graphql-yoga';
import { account, headers } from './exotel.js';
import { listen } from './listen.js';

const typeDefs = `
  enum CallProvider { EXOTEL }
  type Query {
    callByProviderId(provider: CallProvider!, providerCallId: String!): Call
    callsByProviderIds(provider: CallProvider!, providerCallIds: [String!]!): [Call]!
  }
  type Call {
    id: ID! provider: CallProvider! providerCallId: String!
    status: String! providerStatus: String isTerminal: Boolean! isSettled: Boolean! direction: String!
    from: PhoneNumber to: PhoneNumber contact: Contact
    createdAt: String! startedAt: String endedAt: String updatedAt: String duration: Int
    price: Money recordings: [Recording!]! details: CallDetails!
  }
  type PhoneNumber { raw: String! e164: String international: String }
  type Contact { e164: String isUnknown: Boolean! }
  type Money { amount: String! }
  type Recording { url: String }
  union CallDetails = ExotelCallDetails
  type ExotelCallDetails { accountSid: String answeredBy: String }
`;

async function fetchCall(sid) {
  const response = await fetch(`${account}/Calls/${encodeURIComponent(sid)}.json`, { headers });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`Exotel answered ${response.status}`);
  return toCall((await response.json()).Call);
}

const ONGOING = ['queued', 'ringing', 'in-progress'];
const SETTLES_WITHIN_MS = 15 * 60_000;

function toCall(row) {
  const isInbound = row.Direction === 'inbound';
  const isTerminal = !ONGOING.includes(row.Status);
  const from = toPhoneNumber(row.From);
  const to = toPhoneNumber(row.To);
  const endedAt = toInstant(row.EndTime);
  return {
    id: Buffer.from(`Call:EXOTEL:${row.Sid}`).toString('base64url'),
    provider: 'EXOTEL',
    providerCallId: row.Sid,
    status: row.Status.toUpperCase().replaceAll('-', '_'),
    providerStatus: row.Status,
    isTerminal,
    isSettled: isTerminal && Date.now() - Date.parse(endedAt) > SETTLES_WITHIN_MS,
    direction: isInbound ? 'INBOUND' : 'OUTBOUND',
    from,
    to,
    contact: { e164: (isInbound ? from : to).e164, isUnknown: true },
    createdAt: toInstant(row.DateCreated),
    startedAt: toInstant(row.StartTime),
    endedAt,
    updatedAt: toInstant(row.DateUpdated),
    duration: row.Duration === null ? null : Number(row.Duration),
    price: row.Price === null ? null : { amount: row.Price },
    recordings: row.RecordingUrl ? [{ url: row.RecordingUrl }] : [],
    details: { accountSid: row.AccountSid, answeredBy: row.AnsweredBy },
  };
}

function toInstant(text) {
  return new Date(`${text.replace(' ', 'T')}+05:30`).toISOString();
}

/** Indian numbers only, by their length: no library that knows the world's. */
function toPhoneNumber(raw) {
  const national = raw.slice(-10);
  return { raw, e164: `+91${national}`, international: `+91 ${national.slice(0, 5)} ${national.slice(5)}` };
}

const schema = createSchema({
  typeDefs,
  resolvers: {
    Query: {
      callByProviderId: (_, { providerCallId }) => fetchCall(providerCallId),
      callsByProviderIds: (_, { providerCallIds }) => providerCallIds.map(fetchCall),
    },
    CallDetails: { __resolveType: () => 'ExotelCallDetails' },
  },
});

listen(schema);
