import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { strings } from '../../strings';

interface Props {
  readonly label: string;
  /** Values with their names. */
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** A choice of any number of values; none means all. */
export function ManySelect({ label, options, value, onChange }: Props) {
  return (
    <Select selectionMode="multiple" value={[...value]} onChange={(keys) => onChange(keys.map(String))} placeholder={strings.filters.any}>
      <Label>{label}</Label>
      <Button className="button select">
        <SelectValue />
      </Button>
      <Popover className="popover">
        <ListBox>
          {options.map(([id, name]) => (
            <ListBoxItem key={id} id={id} className="option">{name}</ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
