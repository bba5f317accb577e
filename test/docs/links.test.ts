import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchorsOf, PAGES, proseOf } from '../support/documentation.js';

interface Link {
  readonly target: string;
  readonly file: string;
  readonly anchor: string;
}

function linksOf(page: string): Link[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { target, file: path === '' ? page : normalize(join(dirname(page), path)), anchor };
    });
}

describe.each(PAGES)('Every link of %s', (page) => {
  const links = linksOf(page);

  test('leads to an existing file', () => {
    expect(links.filter(({ file }) => !existsSync(file)).map(({ target }) => target)).toEqual([]);
  });

  test('leads to an existing heading', () => {
    const toHeadings = links.filter(({ file, anchor }) => anchor !== '' && existsSync(file));
    expect(toHeadings.filter(({ file, anchor }) => !anchorsOf(file).has(anchor)).map(({ target }) => target)).toEqual([]);
  });
});

test('Every page of docs can be reached from the README', () => {
  const reached = new Set(linksOf('README.md').map(({ file }) => file));
  expect(PAGES.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
