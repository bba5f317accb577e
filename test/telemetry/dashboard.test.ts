import { readFileSync } from 'node:fs';
import { scrape } from '../support/metric.js';
import { useReplicas } from '../support/replicas.js';

// Nothing has to answer there: a process with a shared cache also has its metric.
const replicas = useReplicas({ REDIS_URL: 'redis://127.0.0.1:1' });

const DASHBOARD = readFileSync('deploy/grafana-dashboard.json', 'utf8');
const ALERTS = readFileSync('deploy/alerts.yml', 'utf8');
const DOCUMENT = readFileSync('docs/operating.md', 'utf8');

/** Metrics that Prometheus itself adds. */
const OF_PROMETHEUS = ['up'];
const NAMES = /\b(?:switchboard|process|nodejs)_[a-z0-9_]+/g;

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
  templating: { list: { query: string | { query: string } }[] };
}

const dashboard = JSON.parse(DASHBOARD) as Dashboard;
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const alerts = [...ALERTS.matchAll(/^ +expr: (.+)$/gm)].map(([, expression = '']) => expression);

/** The metric names in an expression: names before a label list or a range. */
const named = (expression: string): string[] => [...expression.matchAll(/([a-z_][a-z0-9_]*)\s*[{[]/g)].map(([, name = '']) => name);
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** All metric names of a process, from their declared types. This includes counters without values. */
async function offered(): Promise<Set<string>> {
  const types = [...(await scrape(replicas.first)).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(types.flatMap(([, name = '', type]) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((ending) => name + ending) : [name])));
}

test('Every panel and variable of the dashboard uses metrics that exist', async () => {
  expect(expressions.length).toBeGreaterThan(20);
  const metrics = await offered();
  for (const expression of expressions) expect(named(expression).length).toBeGreaterThan(0);
  const variables = dashboard.templating.list.map(({ query }) => (typeof query === 'string' ? query : query.query));
  const names = [...expressions.flatMap(named), ...variables.flatMap((query) => query.match(NAMES) ?? [])];
  expect(sorted(names).filter((name) => !metrics.has(name) && !OF_PROMETHEUS.includes(name))).toEqual([]);
});

test('Every alert uses metrics that exist, and the document has its expression', async () => {
  expect(alerts.length).toBeGreaterThan(8);
  const metrics = await offered();
  expect(sorted(alerts.flatMap(named)).filter((name) => !metrics.has(name) && !OF_PROMETHEUS.includes(name))).toEqual([]);
  for (const alert of alerts) expect(DOCUMENT).toContain(`\n${alert}\n`);
});

test("The document names only metrics that exist, and all of Switchboard's own metrics", async () => {
  const metrics = await offered();
  const families = new Set([...metrics].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  const names = sorted(DOCUMENT.match(NAMES) ?? []);
  expect(names.filter((name) => !metrics.has(name) && !families.has(name))).toEqual([]);
  const said = new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  expect([...families].filter((name) => name.startsWith('switchboard_') && !said.has(name))).toEqual([]);
});
