import type { ProviderDefinition } from '../providers/definition.js';
import { serverSettingGroups } from './server-settings.js';

/** What the documentation tells of a setting; the checks are elsewhere. */
interface SettingSpec {
  readonly desc?: string;
  readonly default?: unknown;
  readonly example?: string;
}

interface SettingGroup {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly text: string | null;
  readonly settings: Readonly<Record<string, SettingSpec>>;
}

const LONGEST_LINE = 118;

/** The files that are written from the settings' own descriptions, by path. */
export function configurationFiles(definitions: readonly ProviderDefinition[]): Readonly<Record<string, string>> {
  const groups = [...serverSettingGroups.map((group): SettingGroup => ({ text: null, ...group })), ...definitions.map(groupOf)];
  return { 'docs/configuration.md': page(groups), '.env.example': envExample(groups) };
}

function groupOf({ name, description, settings, required }: ProviderDefinition): SettingGroup {
  const needed = new Intl.ListFormat('en-GB').format(required.map((setting) => `\`${setting}\``));
  return { title: name, text: `${description} Configured when ${needed} ${required.length > 1 ? 'are' : 'is'} set.`, settings };
}

function page(groups: readonly SettingGroup[]): string {
  return [INTRODUCTION, ...groups.map(({ title, text, settings }) => `## ${title}\n\n${text === null ? '' : `${text}\n\n`}${table(settings)}`)].join('\n\n') + '\n';
}

function table(settings: SettingGroup['settings']): string {
  const rows = Object.entries(settings).map(([name, spec]) => `| \`${name}\` | ${isNeeded(spec) ? 'needed' : code(written(spec.default))} | ${spec.desc ?? ''} |`);
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function envExample(groups: readonly SettingGroup[]): string {
  const parts = groups.map(({ title, text, settings }) => {
    const variables = Object.entries(settings).map(([name, spec]) => {
      const value = written(spec.default) || (spec.example ?? '');
      return [...comment(spec.desc ?? ''), isNeeded(spec) ? `${name}=` : `#${name}=${value}`].join('\n');
    });
    return [`# --- ${title} ${'-'.repeat(Math.max(3, 90 - title.length))}`, ...(text === null ? [] : comment(text)), '', ...variables, ''].join('\n');
  });
  return `${[...comment(ENV_INTRODUCTION), '', ...parts].join('\n')}`;
}

/** Without a default it has to be given where its provider is used. */
function isNeeded(spec: SettingSpec): boolean {
  return !('default' in spec);
}

/** A default as it would be given; nothing where there is none. */
function written(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** Plain text in lines that begin with #. */
function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.replaceAll('`', '').split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < LONGEST_LINE) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}

const ENV_INTRODUCTION =
  'Copy to .env and fill in the providers you use. Switchboard reads it at start; a variable that is set already wins. With no provider configured all four are simulated, except in production, where that is an error. A line that begins with # is not read: it shows the default or an example. Written by npm run configuration; not edited by hand.';

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run configuration\` from the settings' own descriptions. Not edited by hand. -->

Switchboard is configured by environment variables. A file \`.env\` in the folder it is started in is read, too: \`cp .env.example .env\`. A variable of the environment wins over the file. An empty value counts as not set.

**Providers.** A provider is configured when everything it needs is set. Nothing else changes: the same queries are then answered from the real provider. With no provider configured all are simulated. With \`NODE_ENV=production\` nothing is simulated, and no provider is an error.

**Checks.** Every setting is checked at start. Where something is wrong, the process names all of it at once, with what is allowed, and exits with 1:

\`\`\`
Switchboard can't start:
  - PORT is not a whole number from 0 to 65535.
  - EXOTEL_ACCOUNT_SID is missing.
  - EXOTEL_API_TOKEN is missing.
  - EXOTEL_TIME_ZONE is not an IANA time zone such as Asia/Kolkata.
\`\`\`

**Warnings.** Three things are logged and don't stop the start: a variable whose name is nearly a setting's (\`MAX_DEPHT\`), one that begins like a provider's and is none (\`EXOTEL_SECRET\`), and an \`http\` address of another machine, to which credentials would go without encryption. No message ever has a credential in it.`;
