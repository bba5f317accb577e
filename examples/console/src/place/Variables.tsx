import { Button } from 'react-aria-components';
import { strings } from '../strings';
import { Field } from './Field';
import type { Draft } from './intention';

type Values = Draft['promptVariableValues'];

interface Props {
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  readonly problemOf: (field: string) => string | undefined;
}

const words = strings.place;

/** The variables of the template: any number of names with values. */
export function Variables({ values, onChange, problemOf }: Props) {
  const set = (at: number, changed: Partial<Values[number]>) => onChange(values.map((one, index) => (index === at ? { ...one, ...changed } : one)));
  return (
    <fieldset className="wide">
      <legend className="label">{words.variables}</legend>
      {values.map((variable, index) => (
        <div key={index} className="variable">
          {(['key', 'value'] as const).map((part) => {
            const name = `promptVariableValues.${index}.${part}`;
            return <Field key={part} name={name} label={words[part]} value={variable[part]} onChange={(next) => set(index, { [part]: next })} problem={problemOf(name)} />;
          })}
          <Button className="button" aria-label={words.removeVariable(variable.key)} onPress={() => onChange(values.filter((_, at) => at !== index))}>×</Button>
        </div>
      ))}
      <Button className="button" onPress={() => onChange([...values, { key: '', value: '' }])}>{words.addVariable}</Button>
    </fieldset>
  );
}
