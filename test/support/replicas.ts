import { type SimulatorOptions, type Simulators, startSimulators } from '../../src/simulators/index.js';
import type { Data, Graph } from './graph.js';
import { Switchboard } from './switchboard.js';

/** One of several Switchboards before the same providers. */
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

  /** The address of something beside GraphQL. */
  urlOf(path: string): string {
    return new URL(path, this.switchboard.url).href;
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.switchboard.stop());
  }
}

export interface Replicas {
  readonly simulators: Simulators;
  /** One that is there from the beginning. */
  readonly first: Replica;
  /** Another one, for one test, with settings of its own beside the shared ones. */
  start(environment?: Record<string, string>): Promise<Replica>;
}

/** Providers without a call, and Switchboards before them that share a store; calls, faults and requests are cleared before each test. */
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
