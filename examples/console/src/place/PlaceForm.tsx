import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { Button, Checkbox, FieldError, Form, Input, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text, TextField } from 'react-aria-components';
import { DiallingAccountsDocument, type TelephonyProvider } from '../graph/generated/operations';
import { Problems } from '../states/Problems';
import { strings } from '../strings';
import { check, type FieldProblem, toInput } from './checks';
import { UsedBefore, useUsedBefore } from './UsedBefore';
import type { usePlacing } from './use-placing';
import { Variables } from './Variables';

interface Props {
  readonly placing: Pick<ReturnType<typeof usePlacing>, 'draft' | 'change' | 'place'>;
  /** Why the graph placed nothing. */
  readonly errors: readonly { readonly field: readonly string[] | null; readonly message: string }[];
  readonly problem: unknown;
}

const words = strings.place;
/** The fields that can show an error of their own. */
const FIELDS = /^(toPhoneNumber|nameOfHuman|teamId|callTemplateId|providerAccount|callDelayedUntil|promptVariableValues\.\d+\.(key|value))$/;

export function PlaceForm({ placing: { draft, change, place }, errors, problem }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { data } = useQuery(DiallingAccountsDocument);
  const accounts = (data?.providerAccounts ?? []).filter(({ capabilities }) => capabilities.includes('CREATE_CALL')).map(({ name }) => name);
  const suggestions = useUsedBefore();
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const ofGraph = errors.map(({ field, message }) => ({ field: field?.join('.') ?? '', message }));
  const shown = problems.length > 0 ? problems : ofGraph;
  const elsewhere = shown.filter(({ field }) => !FIELDS.test(field));

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] button')?.focus();
  }, [problems, errors]);
  return (
    <Form
      ref={form}
      className="card place-form"
      validationBehavior="aria"
      validationErrors={byField(shown)}
      onSubmit={(event) => {
        event.preventDefault();
        const found = check(draft, accounts);
        setProblems(found);
        if (found.length === 0) place(toInput(draft));
      }}
    >
      <p className="wide">{words.about}</p>
      {(elsewhere.length > 0 || problem !== null) && (
        <div className="wide">
          {elsewhere.length > 0 && (
            <div className="notice bad" role="alert">
              <b>{words.refused}</b>
              {elsewhere.map(({ message }) => <p key={message}>{message}</p>)}
            </div>
          )}
          <Problems error={problem} />
        </div>
      )}
      <TextField name="toPhoneNumber" type="tel" value={draft.toPhoneNumber} onChange={(toPhoneNumber) => change({ toPhoneNumber })}>
        <Label>{words.toPhoneNumber}</Label>
        <Input />
        <Text slot="description">{words.toPhoneNumberHint}</Text>
        <FieldError />
      </TextField>
      <TextField name="nameOfHuman" value={draft.nameOfHuman} onChange={(nameOfHuman) => change({ nameOfHuman })}>
        <Label>{words.nameOfHuman}</Label>
        <Input />
        <FieldError />
      </TextField>
      <TextField name="teamId" value={draft.teamId} onChange={(teamId) => change({ teamId })}>
        <Label>{words.teamId}</Label>
        <Input list="teams" />
        <Text slot="description">{words.usedBefore}</Text>
        <FieldError />
      </TextField>
      <TextField name="callTemplateId" value={draft.callTemplateId} onChange={(callTemplateId) => change({ callTemplateId })}>
        <Label>{words.callTemplateId}</Label>
        <Input list="templates" />
        <Text slot="description">{words.usedBefore}</Text>
        <FieldError />
      </TextField>
      <UsedBefore id="teams" values={suggestions.teams} />
      <UsedBefore id="templates" values={suggestions.templates} />
      {accounts.length > 1 && <Choice name="providerAccount" label={words.providerAccount} options={accounts.map((name) => [name, name])} value={draft.providerAccount} onChange={(providerAccount) => change({ providerAccount })} />}
      <Choice
        name="telephonyProvider"
        label={words.telephonyProvider}
        options={Object.entries(words.carriers)}
        placeholder={words.anyCarrier}
        value={draft.telephonyProvider}
        onChange={(carrier) => change({ telephonyProvider: carrier as TelephonyProvider })}
      />
      <TextField name="callDelayedUntil" value={draft.callDelayedUntil} onChange={(callDelayedUntil) => change({ callDelayedUntil })}>
        <Label>{words.callDelayedUntil}</Label>
        <Input type="datetime-local" />
        <FieldError />
      </TextField>
      <Checkbox className="checkbox" isSelected={draft.record} onChange={(record) => change({ record })}>
        <span className="box" aria-hidden="true" />
        {words.record}
      </Checkbox>
      <Variables values={draft.promptVariableValues} onChange={(promptVariableValues) => change({ promptVariableValues })} />
      <Button type="submit" className="button primary">{words.submit}</Button>
    </Form>
  );
}

/** All messages of a field, as the form's fields find them by their names. */
function byField(problems: readonly FieldProblem[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { field, message } of problems) (fields[field] ??= []).push(message);
  return fields;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly placeholder?: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
}

function Choice({ name, label, options, placeholder, value, onChange }: ChoiceProps) {
  return (
    <Select name={name} value={value} onChange={(key) => onChange(String(key))} placeholder={placeholder}>
      <Label>{label}</Label>
      <Button className="button select"><SelectValue /></Button>
      <FieldError />
      <Popover className="popover">
        <ListBox>{options.map(([id, text]) => <ListBoxItem key={id} id={id} className="option">{text}</ListBoxItem>)}</ListBox>
      </Popover>
    </Select>
  );
}
