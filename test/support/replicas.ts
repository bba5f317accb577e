import { type SimulatorOptions, type Simulators, startSimulators } from '../../src/simulators/index.js';
import type { Data, Graph } from './graph.js';
import { Switchboard } from './switchboard.js';

/** One of several Switchboards with the same providers. */
export class Replica implements Graph {
  private stopped: Promise<void> | undefined;

  constructor(
    readonly simulators: Simulators,
    readonly switchboard: Switchboard,
  ) {}

  ask(query: string, variables?: Data): Promise<any> {
    return this.switchboard.query(query, variables);
  }

  data(query: string, variables?: Data): Promise<any> {
    return this.switchboard.data(query, variables);
  }

  /** The URL of a path other than GraphQL's. */
  urlOf(path: string): string {
    return new URL(path, this.switchboard.url).href;
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.switchboard.stop());
  }
}

export interface Replicas {
  readonly simulators: Simulators;
  /** The first Switchboard, for all tests of a file. */
  readonly first: Replica;
  /** Starts another one for one test, with additional settings. */
  start(environment?: Record<string, string>): Promise<Replica>;
}

/** Providers without calls, and Switchboards that share a store. Calls, faults and requests are cleared before each test. */
export function useReplicas(store: Readonly<Record<string, string>>, options: SimulatorOptions & { environment?: Readonly<Record<string, string>> } = {}): Replicas {
  const started: Replica[] = [];
  const parts = {
    async start(environment: Record<string, string> = {}) {
      const replica = new Replica(parts.simulators, await new Switchboard({ ...parts.simulators.environment, ...store, ...options.environment, ...environment }).start());
      started.push(replica);
      return replica;
    },
  } as Replicas & { simulators: Simulators; first: Replica };
  beforeAll(async () => {
    parts.simulators = await startSimulators({ calls: 0, ...options });
    parts.first = await parts.start();
  });
  beforeEach(() => {
    for (const simulator of parts.simulators.all) {
      simulator.faults.clear();
      simulator.rows.length = 0;
      simulator.requests.length = 0;
    }
  });
  afterEach(() => Promise.all(started.splice(0).filter((replica) => replica !== parts.first).map((replica) => replica.stop())));
  afterAll(async () => {
    await parts.first?.stop();
    await parts.simulators?.close();
  });
  return parts;
}
