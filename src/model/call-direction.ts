import { registerEnumType } from 'type-graphql';

/** Who called whom, seen from the organisation. */
export enum CallDirection {
  INBOUND = 'INBOUND',
  OUTBOUND = 'OUTBOUND',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(CallDirection, {
  name: 'CallDirection',
  description: 'Who called whom, seen from the organisation.',
  valuesConfig: {
    INBOUND: { description: 'Somebody outside called the organisation.' },
    OUTBOUND: { description: 'The organisation called somebody outside.' },
    UNKNOWN: { description: 'The provider does not say, or uses an unknown word.' },
  },
});
