/** What the server of these pages says about the graph: see ../settings.js. */
export interface Settings {
  /** Where Switchboard's graph is. */
  readonly switchboardUrl: string;
  /** Whether to ask what an operation costs upstream, and show it. */
  readonly showsCost: boolean;
}

/** Read when the pages start, so that one build serves every Switchboard. */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch('/settings.json');
  return (await response.json()) as Settings;
}
