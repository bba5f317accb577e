import { Button, FieldError, Input, Label, TextField } from 'react-aria-components';
import { strings } from '../strings';
import type { Draft } from './intention';

type Values = Draft['promptVariableValues'];
const words = strings.place;

/** The variables of the template: any number of names with values. */
export function Variables({ values, onChange }: { readonly values: Values; readonly onChange: (values: Values) => void }) {
  const set = (at: number, changed: Partial<Values[number]>) => onChange(values.map((one, index) => (index === at ? { ...one, ...changed } : one)));
  return (
    <fieldset className="wide">
      <legend className="label">{words.variables}</legend>
      {values.map(({ key, value }, index) => (
        <div key={index} className="variable">
          <TextField name={`promptVariableValues.${index}.key`} value={key} onChange={(next) => set(index, { key: next })}>
            <Label>{words.key}</Label>
            <Input />
            <FieldError />
          </TextField>
          <TextField name={`promptVariableValues.${index}.value`} value={value} onChange={(next) => set(index, { value: next })}>
            <Label>{words.value}</Label>
            <Input />
            <FieldError />
          </TextField>
          <Button className="button" aria-label={words.removeVariable(key)} onPress={() => onChange(values.filter((_, at) => at !== index))}>×</Button>
        </div>
      ))}
      <Button className="button" onPress={() => onChange([...values, { key: '', value: '' }])}>{words.addVariable}</Button>
    </fieldset>
  );
}
