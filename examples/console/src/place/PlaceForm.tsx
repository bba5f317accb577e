import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { Button, Checkbox, Form } from 'react-aria-components';
import { DiallingAccountsDocument, type TelephonyProvider } from '../graph/generated/operations';
import { strings } from '../strings';
import { check, type FieldProblem, toInput } from './checks';
import { Choice } from './Choice';
import { Field } from './Field';
import type { Draft } from './intention';
import { UsedBefore, useUsedBefore } from './UsedBefore';
import type { usePlacing } from './use-placing';
import { Variables } from './Variables';

interface Props {
  readonly placing: Pick<ReturnType<typeof usePlacing>, 'draft' | 'change' | 'place'>;
  /** Why the graph placed nothing. */
  readonly errors: readonly { readonly field: readonly string[] | null; readonly message: string }[];
}

const words = strings.place;
/** The fields that show their own errors. Any other error is shown above them. */
const WITH_ERRORS = /^(toPhoneNumber|nameOfHuman|teamId|callTemplateId|providerAccount|callDelayedUntil|promptVariableValues\.\d+\.(key|value))$/;

export function PlaceForm({ placing: { draft, change, place }, errors }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { data } = useQuery(DiallingAccountsDocument);
  const accounts = (data?.providerAccounts ?? []).filter(({ capabilities }) => capabilities.includes('CREATE_CALL')).map(({ name }) => name);
  const suggestions = useUsedBefore();
  const [problems, setProblems] = useState<readonly FieldProblem[]>(() => errors.map(({ field, message }) => ({ field: field?.join('.') ?? '', message })));
  const [attempts, setAttempts] = useState(0);
  const elsewhere = problems.filter(({ field }) => !WITH_ERRORS.test(field));

  const problemOf = (name: string) => problems.find(({ field }) => field === name)?.message;
  /** A field that is being corrected is not wrong until it is checked again. */
  const set = (changed: Partial<Draft>) => {
    const [name = ''] = Object.keys(changed);
    setProblems(problems.filter(({ field }) => field !== name && !field.startsWith(`${name}.`)));
    change(changed);
  };
  const text = (name: 'toPhoneNumber' | 'nameOfHuman' | 'teamId' | 'callTemplateId' | 'callDelayedUntil') => ({ name, label: words[name], value: draft[name], onChange: (value: string) => set({ [name]: value }), problem: problemOf(name) });

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] button')?.focus();
  }, [attempts]);
  return (
    <Form
      ref={form}
      className="card place-form"
      onSubmit={(event) => {
        event.preventDefault();
        const found = check(draft, accounts);
        setProblems(found);
        setAttempts(attempts + 1);
        if (found.length === 0) place(toInput(draft));
      }}
    >
      <p className="wide">{words.about}</p>
      {elsewhere.length > 0 && (
        <div className="notice bad wide" role="alert">
          <b>{words.refused}</b>
          {elsewhere.map(({ message }) => <p key={message}>{message}</p>)}
        </div>
      )}
      <Field {...text('toPhoneNumber')} type="tel" hint={words.toPhoneNumberHint} />
      <Field {...text('nameOfHuman')} />
      <Field {...text('teamId')} list="teams" hint={words.usedBefore} />
      <Field {...text('callTemplateId')} list="templates" hint={words.usedBefore} />
      <UsedBefore id="teams" values={suggestions.teams} />
      <UsedBefore id="templates" values={suggestions.templates} />
      {accounts.length > 1 && (
        <Choice label={words.providerAccount} placeholder={words.choose} options={accounts.map((name) => [name, name])} value={draft.providerAccount} onChange={(providerAccount) => set({ providerAccount })} problem={problemOf('providerAccount')} />
      )}
      <Choice
        label={words.telephonyProvider}
        options={Object.entries(words.carriers)}
        placeholder={words.anyCarrier}
        value={draft.telephonyProvider}
        onChange={(carrier) => set({ telephonyProvider: carrier as TelephonyProvider })}
      />
      <Field {...text('callDelayedUntil')} type="datetime-local" />
      <Checkbox className="checkbox" isSelected={draft.record} onChange={(record) => set({ record })}>
        <span className="box" aria-hidden="true" />
        {words.record}
      </Checkbox>
      <Variables values={draft.promptVariableValues} onChange={(promptVariableValues) => set({ promptVariableValues })} problemOf={problemOf} />
      <Button type="submit" className="button primary">{words.submit}</Button>
    </Form>
  );
}
