import { useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { formatNumber, readNumber } from '../../format/number';
import { strings } from '../../strings';

/** A number as people write it. It filters when the field is left or Enter is pressed, and only if it is a number. */
export function NumberFilter({ value, onChange }: { readonly value: string | null; readonly onChange: (number: string | null) => void }) {
  const shown = value === null ? '' : formatNumber({ raw: value, e164: value });
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  const apply = () => {
    if (typed === null) return;
    const number = typed.trim() === '' ? null : readNumber(typed);
    setIsWrong(number === null && typed.trim() !== '');
    if (number === null && typed.trim() !== '') return;
    setTyped(null);
    if (number !== value) onChange(number);
  };
  return (
    <TextField type="tel" value={typed ?? shown} onChange={setTyped} onBlur={apply} onKeyDown={({ key }) => key === 'Enter' && apply()} isInvalid={isWrong}>
      <Label>{strings.filters.number}</Label>
      <Input />
      <FieldError>{strings.filters.numberWrong}</FieldError>
    </TextField>
  );
}
