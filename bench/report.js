import { number, table, times } from './markdown.js';
import { BURSTS } from './measure.js';

/** All results as one text, for the screen and for RESULTS.md. */
export function report({ measured, depth, surroundings, seconds, calls }) {
  return [
    '# What Switchboard costs',
    'Written by `npm run bench`; not edited by hand.',
    setting(surroundings, seconds, calls),
    measured.length > 0 && summary(measured),
    ...measured.map(scenarioSection),
    depth && depthSection(depth),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function setting({ date, machine, node, switchboard, peers, load }, seconds, calls) {
  return `${date}, on ${machine}; Node ${node}. Switchboard with ${switchboard}; the peers with ${peers}; the load from ${load}.

- **How**: the simulated providers, with ${calls.toLocaleString('en')} calls at each, run in one process, each contender in one of its own (NODE_ENV=production), the load in a third. A line was measured for ${seconds} s, after ${seconds / 2} s of the same as warm-up; every connection asks again as soon as it has its answer. Before that the answer is checked: the right calls, in the right order, no errors.
- **What to trust**: the three processes share the cores, so that throughput and latency have a ceiling that is not the contender's. Its processor time (CPU, user and system of its own process) has none. The simulated providers answer at once; over a network their own time comes on top for every upstream request, and the number of those counts for far more than here. A p99 of a few operations is the slowest of them. The event loop's p99 is by how much it was late in 99 of 100 looks every 5 ms. Garbage is collected by helper threads too, so its share of the processor time can be a little too high. Of operations that failed under load, only the count and the processor time are in the figures.
- **floor**: a plain node:http proxy that makes the upstream requests which Switchboard makes live (for the feed those it was seen to make, all at once) and hands on the bytes unread.
- **Switchboard, live**: with \`cache-control: no-cache\`, so that it always asks the provider. **Switchboard, cached**: without it, for calls by id that have been asked for before.
- **yoga by hand**: a graphql-yoga server with one fetch for each call, and the same 25 fields of a call as Switchboard.
- **Mesh**: GraphQL Mesh's OpenAPI handler on graphql-yoga, with Exotel's 19 fields as they are, and an upstream request for each call. **Mesh, client batches**: the client knows Exotel's limit of 100 ids and asks for its lists by itself; those have calls of the last 31 days only, in an order of their own.
- One call on its own is read from Exotel's list by Switchboard and the floor, and from its single call by yoga and Mesh. That costs the simulated Exotel less, and is why they can be quicker than the floor in a and e.
- The peers have nothing like the feed: –.`;
}

function summary(measured) {
  const names = [...new Set(measured.flatMap(({ rows }) => rows.map(({ contender }) => contender.row)))].filter((name) => name !== 'floor');
  const rows = measured.map(({ scenario, rows: lines }) => {
    const floor = busiest(lines.find(({ contender }) => contender.row === 'floor'));
    const cells = names.map((name) => ratios(busiest(lines.find(({ contender }) => contender.row === name)), floor));
    return [`${scenario.key}: ${scenario.title}`, ...cells];
  });
  return `## Beside the floor

Throughput / median latency / processor time of an operation, each as a multiple of the floor's, at 8 connections (c, c100: 2; e: 1,000). More throughput is better, less of the others.

${table(['scenario', ...names], rows)}`;
}

function busiest(row) {
  return row?.lines.at(-1);
}

function ratios(line, floor) {
  if (!line || !floor) return '–';
  return [times(line.throughput, floor.throughput), times(line.p50, floor.p50), times(line.cpu, floor.cpu)].join(' / ');
}

function scenarioSection({ scenario, rows }) {
  const heads = [
    'contender', 'connections', 'upstream requests/op', 'ops/s', ...(scenario.calls > 1 ? ['calls/s'] : []), '× floor',
    'p50 ms', '× floor', 'p99 ms', 'event loop p99 ms', 'CPU ms/op', '× floor', ...(scenario.calls > 1 ? ['CPU ms/1,000 calls'] : []), 'of it GC', "providers' CPU ms/op", 'ops measured',
  ];
  const floor = rows.find(({ contender }) => contender.row === 'floor');
  const lines = rows.flatMap(({ contender, lines }) => {
    if (lines.length === 0 && contender.isVariant) return [];
    if (lines.length === 0) return [[contender.row, ...heads.slice(1).map(() => '–')]];
    return lines.map((line, index) => cells(scenario, contender, line, floor?.lines[index]));
  });
  const about = scenario.isBurst ? `\n\n1,000 connections are open, and all send their request at the same instant; ${BURSTS} bursts after one that opens the connections. Latency is from that instant.` : '';
  return `## ${scenario.key}: ${scenario.title}${about}\n\n${table(heads, lines)}`;
}

function cells(scenario, contender, line, floor) {
  return [
    contender.row,
    number(line.connections),
    number(line.requests),
    number(line.throughput),
    ...(scenario.calls > 1 ? [number(line.throughput * scenario.calls)] : []),
    times(line.throughput, floor?.throughput),
    number(line.p50),
    times(line.p50, floor?.p50),
    number(line.p99),
    number(line.eventLoopDelay),
    number(line.cpu),
    times(line.cpu, floor?.cpu),
    ...(scenario.calls > 1 ? [number((line.cpu / scenario.calls) * 1000)] : []),
    `${number(line.collectingShare * 100)} %`,
    number(line.upstreamCpu),
    number(line.operations) + (line.failed > 0 ? `, ${number(line.failed)} failed` : ''),
  ];
}

function depthSection({ depths, vendors, total, deepest, pageSize, coldRuns }) {
  const list = (requests) => vendors.map((vendor) => requests[vendor]).join(', ');
  const rows = depths.map(({ depth, walk, cold }) => [
    depth,
    list(walk.requests),
    number(walk.milliseconds),
    list(cold.requests),
    number(cold.milliseconds),
  ]);
  return `## A page of the feed, by its depth

Pages of ${pageSize}, each read once: on a walk, where rows read ahead are still there, and cold, as the first page that a process is asked for. Requests are those to ${vendors.join(', ')}.

${table(['page', 'walk: requests', 'walk: ms', 'cold: requests', `cold: ms, median of ${coldRuns}`], rows)}

A walk of ${deepest} pages: ${list(total)} requests.`;
}
