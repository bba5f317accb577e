import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { strings } from '../strings';
import { useAccess } from './access';

export function TokenForm({ onDone }: { readonly onDone?: () => void }) {
  const { token, setToken } = useAccess();
  const use = (next: string | null) => {
    setToken(next);
    onDone?.();
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = String(new FormData(event.currentTarget).get('token') ?? '').replace(/^Bearer\s+/i, '').trim();
        if (typed !== '') use(typed);
      }}
    >
      <p>{strings.access.about}</p>
      <p>{token === null ? strings.access.hasNone : strings.access.has}</p>
      <TextField name="token" type="password" autoComplete="off" isRequired>
        <Label>{strings.access.token}</Label>
        <Input />
      </TextField>
      <div className="row">
        <Button type="submit" className="button primary">{strings.access.use}</Button>
        {token !== null && <Button className="button" onPress={() => use(null)}>{strings.access.forget}</Button>}
      </div>
    </Form>
  );
}
