/** 25 leaf fields: what a front end shows of a call. */
const CALL = `
  id provider providerCallId status providerStatus isTerminal isSettled direction
  from { raw e164 international } to { raw e164 international } contact { e164 isUnknown }
  createdAt startedAt endedAt updatedAt duration
  price { amount } recordings { url }
  details { ... on ExotelCallDetails { accountSid answeredBy } }
`;

/** For Switchboard, and for a server that is written by hand to the same schema. */
export const lookups = {
  one: ([sid]) => ({
    query: `query ($sid: String!) { callByProviderId(provider: EXOTEL, providerCallId: $sid) { ${CALL} } }`,
    variables: { sid },
  }),
  aliases: (sids) => ({
    query: `query (${declared(sids)}) { ${aliased(sids, (name) => `callByProviderId(provider: EXOTEL, providerCallId: $${name}) { ...call }`)} } fragment call on Call { ${CALL} }`,
    variables: named(sids),
  }),
  list: (sids) => ({
    query: `query ($sids: [String!]!) { callsByProviderIds(provider: EXOTEL, providerCallIds: $sids) { ${CALL} } }`,
    variables: { sids },
  }),
};

/** All that Switchboard is asked. */
export const graph = {
  ...lookups,
  feed: (first) => ({ query: `query ($first: Int!) { calls(first: $first) { nodes { ${CALL} } sources { provider status code } } }`, variables: { first } }),
};

/** All that Exotel has of a call, under its own names: 19 leaf fields. */
const ROW = `
  Sid ParentCallSid DateCreated DateUpdated Status StartTime EndTime Duration Price RecordingUrl
  AccountSid From To PhoneNumberSid Direction AnsweredBy ForwardedFrom CallerName Uri
`;

/** The operations for a graph that has Exotel's two endpoints as its fields. */
export const endpoints = {
  single: (sids) => ({
    query: `query (${declared(sids)}) { ${aliased(sids, (name) => `call(Sid: $${name}) { Call { ...row } }`)} } fragment row on Call { ${ROW} }`,
    variables: named(sids),
  }),
  bulk: (lists) => ({
    query: `query (${declared(lists)}) { ${aliased(lists, (name) => `calls(Sid: $${name}, PageSize: 100) { Calls { ...row } }`)} } fragment row on Call { ${ROW} }`,
    variables: named(lists),
  }),
};

function declared(values) {
  return values.map((_, index) => `$v${index}: String!`).join(' ');
}

function aliased(values, field) {
  return values.map((_, index) => `a${index}: ${field(`v${index}`)}`).join(' ');
}

function named(values) {
  return Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
}
