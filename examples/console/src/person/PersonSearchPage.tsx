import { useLazyQuery } from '@apollo/client/react';
import { useState } from 'react';
import { Button, FieldError, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { usePageTitle } from '../app/use-page-title';
import { readNumber } from '../format/number';
import { PersonByNumberDocument } from '../graph/generated/operations';
import { Loading } from '../states/Loading';
import { Problems } from '../states/Problems';
import { strings } from '../strings';

/** From a number to the person. Any number is a contact, also one that nobody has called. */
export function PersonSearchPage() {
  usePageTitle(strings.person.title);
  const navigate = useNavigate();
  const [ask, { error, loading }] = useLazyQuery(PersonByNumberDocument);
  const [isWrong, setIsWrong] = useState(false);
  const find = async (typed: string) => {
    const phoneNumber = readNumber(typed);
    setIsWrong(phoneNumber === null);
    if (phoneNumber === null) return;
    const { data } = await ask({ variables: { phoneNumber } });
    if (data?.contactByPhoneNumber) await navigate(`/people/${data.contactByPhoneNumber.id}`);
  };
  return (
    <>
      <h1>{strings.person.title}</h1>
      <Form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void find(String(new FormData(event.currentTarget).get('number')));
        }}
      >
        <p>{strings.person.about}</p>
        <TextField name="number" type="tel" isInvalid={isWrong} validationBehavior="aria">
          <Label>{strings.person.number}</Label>
          <Input />
          <Text slot="description">{strings.person.numberHint}</Text>
          <FieldError>{strings.filters.numberWrong}</FieldError>
        </TextField>
        <Button type="submit" className="button primary">{strings.person.find}</Button>
        {loading && <Loading />}
        <Problems error={error} />
      </Form>
    </>
  );
}
