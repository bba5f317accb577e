/** Asks for server-sent events, which is how Hive Gateway and Yoga tell what comes in pieces. Yields each of them. */
export async function* follow(url, query, signal, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal,
  });
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (text + piece).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [, data] = /^data: ?(.+)$/m.exec(event) ?? [];
      if (/^event: next$/m.test(event) && data) yield JSON.parse(data);
    }
  }
}
