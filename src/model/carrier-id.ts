import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum Carrier {
  TWILIO = 'TWILIO',
  PLIVO = 'PLIVO',
  TELNYX = 'TELNYX',
  VONAGE = 'VONAGE',
}

registerEnumType(Carrier, {
  name: 'Carrier',
  description: 'A carrier that carries the calls of other providers.',
  valuesConfig: Object.fromEntries(Object.values(Carrier).map((carrier) => [carrier, { description: `${carrier[0]}${carrier.slice(1).toLowerCase()}.` }])),
});

export enum CarrierIdKind {
  CALL = 'CALL',
  CONFERENCE = 'CONFERENCE',
  RECORDING = 'RECORDING',
}

registerEnumType(CarrierIdKind, {
  name: 'CarrierIdKind',
  description: 'What a carrier identifies with an id.',
  valuesConfig: {
    CALL: { description: 'One leg of a call.' },
    CONFERENCE: { description: 'A conference, which connects several legs.' },
    RECORDING: { description: 'A recording.' },
  },
});

@ObjectType({ description: 'An id under which a carrier knows a call.', simpleResolvers: true })
export class CarrierId {
  @Field(() => Carrier, { description: 'The carrier.' })
  readonly carrier!: Carrier;

  @Field(() => CarrierIdKind, { description: 'What the id identifies.' })
  readonly kind!: CarrierIdKind;

  @Field(() => String, { description: "The carrier's id, unchanged." })
  readonly id!: string;
}

/** Ids without those that are missing or repeated. */
export function carrierIds(carrier: Carrier, ids: readonly (readonly [kind: CarrierIdKind, id: string | null])[]): CarrierId[] {
  const known = ids.filter((entry): entry is [CarrierIdKind, string] => entry[1] !== null);
  if (known.length === 0) return [];
  return [...new Map(known.map(([kind, id]) => [`${kind} ${id}`, { carrier, kind, id }])).values()];
}
