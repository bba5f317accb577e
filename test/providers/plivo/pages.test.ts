import { readList } from '../../../src/providers/plivo/pages.js';

/** A list whose rows are numbers. `change` is called after each page. */
function listOf(rows: number[], change: (request: number, rows: number[]) => void = () => undefined) {
  const asked: number[] = [];
  return {
    asked,
    pageAt: async (offset: number) => {
      asked.push(offset);
      const page = { rows: rows.slice(offset, offset + 20), total: rows.length };
      change(asked.length, rows);
      return page;
    },
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('A list is read with the first page, then all others at once', async () => {
  const { asked, pageAt } = listOf(numbers(50));
  expect(await readList(pageAt, 100)).toEqual({ rows: numbers(50), mayBeIncomplete: false });
  expect(asked).toEqual([0, 20, 40]);
});

test('An empty list takes one request', async () => {
  const { asked, pageAt } = listOf([]);
  expect(await readList(pageAt, 100)).toEqual({ rows: [], mayBeIncomplete: false });
  expect(asked).toEqual([0]);
});

test('A list with too many rows takes one request', async () => {
  const { asked, pageAt } = listOf(numbers(101));
  expect(await readList(pageAt, 100)).toEqual({ tooMany: 101 });
  expect(asked).toEqual([0]);
});

test('A row that comes in while the list is read moves others to later pages: they are all there in the end', async () => {
  const { asked, pageAt } = listOf(numbers(50), (request, rows) => {
    if (request === 1) rows.unshift(1000);
  });
  const answer = await readList(pageAt, 100);
  expect('rows' in answer && [new Set(answer.rows).size, answer.mayBeIncomplete]).toEqual([51, false]);
  expect(asked.length).toBe(6);
});

test('A row that leaves the list hides none that moved to an earlier page', async () => {
  const { pageAt } = listOf(numbers(50), (request, rows) => {
    if (request === 1) rows.shift();
  });
  const answer = await readList(pageAt, 100);
  expect('rows' in answer && [new Set(answer.rows).size, answer.mayBeIncomplete]).toEqual([50, false]);
});

test('A list that changes all the time may be incomplete', async () => {
  const { pageAt } = listOf(numbers(50), (request, rows) => void rows.unshift(1000 + request));
  expect(await readList(pageAt, 1000)).toMatchObject({ mayBeIncomplete: true });
});

test('A list with fewer rows than its total may be incomplete', async () => {
  expect(await readList(async () => ({ rows: [1, 2], total: 3 }), 100)).toMatchObject({ mayBeIncomplete: true });
});

test('A row that comes twice does not hide a missing one', async () => {
  const row = (index: number) => ({ call_uuid: `call${index}` });
  const all = numbers(40).map(row);
  const shown = [...all.slice(0, 20), row(19), ...all.slice(21)];
  expect(await readList(async (offset) => ({ rows: shown.slice(offset, offset + 20), total: 40 }), 100)).toMatchObject({ mayBeIncomplete: true });
});

test('A list that has more rows than it says may be incomplete', async () => {
  expect(await readList(async () => ({ rows: numbers(20), total: 0 }), 100)).toMatchObject({ mayBeIncomplete: true });
});

test('A list that says it has a trillion rows is refused, and not read', async () => {
  await expect(readList(async () => ({ rows: numbers(20), total: 1e12 }), Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' });
});

test('A list that goes on after its own end may be incomplete', async () => {
  expect(await readList(async () => ({ rows: numbers(20), total: 20, hasNext: true }), 100)).toMatchObject({ mayBeIncomplete: true });
});

describe('A list whose total is only the number of rows of each page', () => {
  const pageOf = (rows: number[]) => (offset: number) => {
    const shown = rows.slice(offset, offset + 20);
    return Promise.resolve({ rows: shown, total: shown.length });
  };

  test('is read to its end, which nothing shows to be right', async () => {
    expect(await readList(pageOf(numbers(50)), 100)).toEqual({ rows: numbers(50), mayBeIncomplete: true });
    expect(await readList(pageOf(numbers(40)), 100)).toEqual({ rows: numbers(40), mayBeIncomplete: true });
  });

  test('has too many rows only once they are read', async () => {
    expect(await readList(pageOf(numbers(500)), 100)).toEqual({ tooMany: 120 });
  });

  test('is whole if it ends before a full page', async () => {
    expect(await readList(pageOf(numbers(19)), 100)).toEqual({ rows: numbers(19), mayBeIncomplete: false });
  });

  test('is not read for ever', async () => {
    let asked = 0;
    const pageAt = async (offset: number) => {
      asked += 1;
      return { rows: numbers(20).map((row) => offset + row), total: 20 };
    };
    await expect(readList(pageAt, Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' });
    expect(asked).toBe(1000);
  });
});

test('A list with fewer rows on a page than were asked for is read in steps of as many', async () => {
  const asked: number[] = [];
  const rows = numbers(35);
  const answer = await readList(async (offset) => {
    asked.push(offset);
    return { rows: rows.slice(offset, offset + 10), total: rows.length };
  }, 100);
  expect(answer).toEqual({ rows, mayBeIncomplete: false });
  expect(asked).toEqual([0, 10, 20, 30]);
});

test('After a full last page one more is asked for', async () => {
  const { asked, pageAt } = listOf(numbers(40));
  expect(await readList(pageAt, 100)).toEqual({ rows: numbers(40), mayBeIncomplete: false });
  expect(asked).toEqual([0, 20, 40]);
});

test('A long list with a single row on a page is refused, and not read', async () => {
  await expect(readList(async () => ({ rows: [1], total: 2000 }), Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' });
});
