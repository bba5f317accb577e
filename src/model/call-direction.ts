import { registerEnumType } from 'type-graphql';

export enum CallDirection {
  INBOUND = 'INBOUND',
  OUTBOUND = 'OUTBOUND',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(CallDirection, {
  name: 'CallDirection',
  description: 'The direction of a call, seen from the organisation.',
  valuesConfig: {
    INBOUND: { description: 'Somebody outside the organisation called it.' },
    OUTBOUND: { description: 'The organisation called somebody outside it.' },
    UNKNOWN: { description: 'The provider gives no direction, or a word that the graph does not know.' },
  },
});
