import { InMemoryCache } from '@apollo/client';
import { callList } from './call-lists';
import { keepKnown } from './keep-known';

/** Each connection has a cache of its own, because another caller may see other things. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: {
      CallDetails: ['AiCallerCallDetails', 'ContactCenterCallDetails', 'ExotelCallDetails', 'PlivoCallDetails', 'SkipcallCallDetails', 'TwilioCallDetails'],
      Node: ['Agent', 'Call', 'Contact', 'ProviderAccount', 'Recording'],
    },
    typePolicies: {
      Query: { fields: { calls: callList } },
      Agent: { fields: { calls: callList } },
      Contact: { fields: { calls: callList, name: keepKnown } },
      Call: { fields: { details: { merge: true } } },
      // Their ids are those of a carrier or a provider: not global, sometimes empty, and the same for different things.
      CarrierId: { keyFields: false },
      ContactCenterLine: { keyFields: false },
      Disposition: { keyFields: false },
      NamedRef: { keyFields: false },
    },
  });
}
