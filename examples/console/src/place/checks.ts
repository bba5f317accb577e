import { readNumber } from '../format/number';
import { fromLocalInput } from '../format/time';
import type { CreatePhoneCallInput } from '../graph/generated/operations';
import { strings } from '../strings';
import type { Draft } from './intention';

/** A broken rule, at its path in the input. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

const LONGEST = 10_000;
const rules = strings.place.rules;

/**
 * The graph's own rules for createPhoneCall, so that most mistakes are said while the form is filled in. The graph
 * checks again: what only it can know comes as userErrors.
 */
export function check(draft: Draft, accounts: readonly string[]): FieldProblem[] {
  const filled = (['nameOfHuman', 'teamId', 'callTemplateId'] as const).filter((name) => draft[name].trim() === '');
  const { promptVariableValues, callDelayedUntil } = draft;
  return [
    ...(readNumber(draft.toPhoneNumber) === null ? [{ field: 'toPhoneNumber', message: rules.number }] : []),
    ...filled.map((field) => ({ field, message: rules.empty })),
    ...(draft.nameOfHuman.length > LONGEST ? [{ field: 'nameOfHuman', message: rules.tooLong(LONGEST) }] : []),
    ...(accounts.length > 1 && draft.providerAccount === null ? [{ field: 'providerAccount', message: rules.account }] : []),
    ...(callDelayedUntil !== '' && Date.parse(callDelayedUntil) <= Date.now() ? [{ field: 'callDelayedUntil', message: rules.future }] : []),
    ...promptVariableValues.flatMap(({ key, value }, index) => [
      ...(key.trim() === '' ? [{ field: `promptVariableValues.${index}.key`, message: rules.empty }] : []),
      ...(key.length > LONGEST ? [{ field: `promptVariableValues.${index}.key`, message: rules.tooLong(LONGEST) }] : []),
      ...(value.length > LONGEST ? [{ field: `promptVariableValues.${index}.value`, message: rules.tooLong(LONGEST) }] : []),
    ]),
  ];
}

/** The input for a draft without problems. */
export function toInput({ toPhoneNumber, callDelayedUntil, promptVariableValues, ...rest }: Draft): CreatePhoneCallInput {
  return {
    ...rest,
    toPhoneNumber: readNumber(toPhoneNumber) ?? toPhoneNumber,
    callDelayedUntil: fromLocalInput(callDelayedUntil),
    promptVariableValues: promptVariableValues.map(({ key, value }) => ({ key, value })),
  };
}
