import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { fromLocalInput, toLocalInput } from '../../format/time';
import { strings } from '../../strings';

interface Props {
  readonly from: string | null;
  readonly to: string | null;
  readonly onChange: (span: { from: string | null } | { to: string | null }) => void;
}

/** A span of time, in the reader's zone. */
export function TimeFilter({ from, to, onChange }: Props) {
  return (
    <>
      <InstantField label={strings.filters.from} value={from} onChange={(value) => onChange({ from: value })} />
      <InstantField label={strings.filters.to} value={to} onChange={(value) => onChange({ to: value })} isInvalid={from !== null && to !== null && to < from} />
    </>
  );
}

function InstantField({ label, value, onChange, isInvalid = false }: { readonly label: string; readonly value: string | null; readonly onChange: (value: string | null) => void; readonly isInvalid?: boolean }) {
  return (
    // Not controlled: a value that is half typed is none, and must not be taken away.
    <TextField key={value} defaultValue={toLocalInput(value)} isInvalid={isInvalid}>
      <Label>{label}</Label>
      <Input type="datetime-local" onBlur={({ target }) => fromLocalInput(target.value) !== value && onChange(fromLocalInput(target.value))} />
      <FieldError>{strings.filters.rangeWrong}</FieldError>
    </TextField>
  );
}
