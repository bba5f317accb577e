import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type App, startApp } from '../../src/app.js';
import type { ConfiguredAccount } from '../../src/config/accounts.js';
import type { Environment } from '../../src/config/check.js';
import { readConfig } from '../../src/config/config.js';
import { providerDefinitions } from '../../src/providers/registry.js';
import { type SimulatorOptions, type Simulators, startSimulators } from '../../src/simulators/index.js';
import { plain } from './plain.js';

/** A GraphQL answer. Its type is not checked, because tests check it. */
export interface GraphQLAnswer {
  status: number;
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** Sends a request to a GraphQL server. */
export async function request(url: string, query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<GraphQLAnswer, 'status'>) };
}

/** A Switchboard on a free port, its providers and its log. */
export class Switchboard {
  readonly log: string[] = [];
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'switchboard-'));
  private app: App | undefined;

  /** `change`: changes the configured accounts before they are used. */
  constructor(
    readonly environment: Environment,
    private readonly change: (configured: ConfiguredAccount) => ConfiguredAccount = (configured) => configured,
  ) {}

  async start(): Promise<this> {
    // Simulated recordings are at loopback addresses, which production refuses.
    const loopback = this.environment['NODE_ENV'] === 'production' ? { RECORDING_ALLOW_LOOPBACK: '' } : {};
    const config = readConfig({ PORT: '0', DATA_DIR: this.dataDir, DIAL_PATIENCE_MS: '1', ...plain(this.environment), ...this.environment, ...loopback }, providerDefinitions);
    const log = pino({ level: 'info' }, { write: (line: string) => void this.log.push(line) });
    this.app = await startApp(config, config.accounts.map(this.change), false, log);
    return this;
  }

  get url(): string {
    if (!this.app) throw new Error('Not started.');
    return this.app.url;
  }

  query(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    return request(this.url, query, variables, headers);
  }

  /** The data of a query that must succeed. */
  async data(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.query(query, variables);
    if (errors) throw new Error(`Unexpected errors: ${JSON.stringify(errors)}`);
    return data;
  }

  async stop(): Promise<void> {
    await this.app?.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** One Switchboard with its own simulated providers per test file. Faults and requests are cleared before each test. */
export function useSwitchboard(options: SimulatorOptions & { environment?: Environment } = {}): { simulators: Simulators; switchboard: Switchboard } {
  const parts = {} as { simulators: Simulators; switchboard: Switchboard };
  beforeAll(async () => {
    parts.simulators = await startSimulators({ calls: 300, ...options });
    parts.switchboard = await new Switchboard({ ...parts.simulators.environment, ...options.environment }).start();
  });
  beforeEach(() => {
    for (const simulator of parts.simulators.all) {
      simulator.faults.clear();
      simulator.requests.length = 0;
    }
  });
  afterAll(async () => {
    await parts.switchboard?.stop();
    await parts.simulators.close();
  });
  return parts;
}
