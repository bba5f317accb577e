/**
 * The operations that Apollo Sandbox and GraphiQL open with, one for each main use. They run unchanged, with ids
 * and numbers of simulated calls.
 */
export const EXAMPLE_OPERATIONS = `# The newest calls of every provider, and whether any are missing.
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

# Answered inbound calls of at least one minute.
query LongInboundCalls {
  calls(first: 20, filter: { statuses: [COMPLETED], directions: [INBOUND], duration: { min: 60 } }) {
    nodes { id provider createdAt duration recordings { state playback { url } } agents { name } }
    sources { provider status code }
  }
}

# One call, with the details of its provider. The id is of a simulated call. Replace it by one of yours.
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
      ... on PlivoCallDetails { hangupCauseName hangupSource }
      ... on SkipcallCallDetails { callType transferred }
    }
  }
}

# The same call at its carrier. Likely matches, by numbers and times, only on request.
query SameCall($id: ID! = "Q2FsbDpTS0lQQ0FMTDo2MjU4YzUzZS0zYTM2LTRkMDctOWU0Ny1iZDU3ZjIwNWY0ZWU") {
  call(id: $id) {
    provider
    carrierIds { carrier kind id }
    sameCallAs(includeLikely: true) { relation evidence call { provider status duration price { amount currency } } }
  }
}

# A person by number, with the person's calls at every provider.
query Person($phoneNumber: String! = "+447700900036") {
  contactByPhoneNumber(phoneNumber: $phoneNumber) {
    name
    isUnknown
    calls(first: 10) { nodes { provider createdAt status } }
  }
}

# The capabilities and health of each provider.
query Providers {
  providers { name capabilities isSimulated health { status breaker lastFailure budget { limit windowSeconds left } } }
}

# Places a call. A real phone rings, unless the calls are simulated. This number is not in use.
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

# Sends each call that changes.
subscription CallUpdates {
  callUpdated { id provider status duration }
}
`;
