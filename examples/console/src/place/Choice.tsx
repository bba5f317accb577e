import { Button, FieldError, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

interface Props {
  readonly label: string;
  /** Values with their names. */
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly problem?: string;
}

/** A choice of one value. */
export function Choice({ label, options, value, onChange, placeholder, problem }: Props) {
  return (
    <Select value={value} onChange={(key) => onChange(String(key))} placeholder={placeholder} isInvalid={problem !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      <Button className="button select"><SelectValue /></Button>
      <FieldError>{problem}</FieldError>
      <Popover className="popover">
        <ListBox>{options.map(([id, text]) => <ListBoxItem key={id} id={id} className="option">{text}</ListBoxItem>)}</ListBox>
      </Popover>
    </Select>
  );
}
