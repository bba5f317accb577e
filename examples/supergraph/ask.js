/** Sends an operation over HTTP. Answers with data, errors and whatever else came, and the status. */
export async function ask(url, query, { variables = {}, headers = {} } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...(await response.json()) };
}

/** The data of an operation that has to go well. */
export async function dataOf(url, query, options) {
  const { data, errors } = await ask(url, query, options);
  if (errors) throw new Error(`${url} answered ${JSON.stringify(errors)}`);
  return data;
}
