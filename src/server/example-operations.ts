/**
 * What Apollo Sandbox and GraphiQL begin with: one operation for each thing that people come for. Each runs
 * as it is; the ids and numbers are of the simulated calls.
 */
export const EXAMPLE_OPERATIONS = `# The newest calls of every provider, and whether that is all of them.
query NewestCalls($first: Int! = 10, $after: String) {
  calls(first: $first, after: $after) {
    nodes {
      id
      provider
      status
      direction
      createdAt
      duration
      from { international }
      to { international }
      contact { name }
    }
    pageInfo { hasNextPage endCursor }
    sources { provider status code retryAfter filteredLocally }
  }
}

# Answered inbound calls of one minute and more.
query LongInboundCalls {
  calls(first: 20, filter: { statuses: [COMPLETED], directions: [INBOUND], duration: { min: 60 } }) {
    nodes { id provider createdAt duration recordings { url } agents { name } }
    sources { provider status code }
  }
}

# One call, with what only its provider knows. This one is simulated: put in the id of another.
query OneCall($id: ID! = "Q2FsbDpTS0lQQ0FMTDo2MjU4YzUzZS0zYTM2LTRkMDctOWU0Ny1iZDU3ZjIwNWY0ZWU") {
  call(id: $id) {
    providerCallId
    status
    providerStatus
    isSettled
    details {
      ... on AiCallerCallDetails { callTemplateId callOrigin }
      ... on ContactCenterCallDetails { type isAnswered ringGroup { name } }
      ... on ExotelCallDetails { direction answeredBy }
      ... on SkipcallCallDetails { callType transferred }
    }
  }
}

# A person by number, and the calls with them at every provider.
query Person($phoneNumber: String! = "+447700900036") {
  contactByPhoneNumber(phoneNumber: $phoneNumber) {
    name
    isUnknown
    calls(first: 10) { nodes { provider createdAt status } }
  }
}

# How the providers are doing.
query Providers {
  providers { name capabilities isSimulated health { status breaker lastFailure budget { limit left } } }
}

# Has a phone ring, once for one key. This number is one of those that nobody has.
mutation PlaceCall(
  $input: CreatePhoneCallInput! = {
    teamId: "363573667364666473667332"
    callTemplateId: "363573667364666473667332"
    nameOfHuman: "Jo"
    toPhoneNumber: "+12025550143"
    promptVariableValues: [{ key: "customer_name", value: "Jo" }]
  }
) {
  createPhoneCall(input: $input) {
    call { id status }
    replayed
    userErrors { code field message }
  }
}

# What becomes of calls, as it happens.
subscription CallUpdates {
  callUpdated { id provider status duration }
}
`;
