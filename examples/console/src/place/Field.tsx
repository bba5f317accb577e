import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: string | undefined;
  readonly type?: string;
  readonly hint?: string;
  /** The id of a list of suggestions. */
  readonly list?: string;
}

/** A field of the form, with what is wrong with it. */
export function Field({ name, label, value, onChange, problem, type = 'text', hint, list }: Props) {
  return (
    <TextField name={name} value={value} onChange={onChange} isInvalid={problem !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      <Input type={type} list={list} />
      {hint && <Text slot="description">{hint}</Text>}
      <FieldError>{problem}</FieldError>
    </TextField>
  );
}
