import { readFileSync } from 'node:fs';
import { arch, cpus, totalmem, type } from 'node:os';

/** Machine and versions: figures mean nothing without. */
export function surroundings() {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()} ${arch()}`,
    node: process.version,
    switchboard: versions('../node_modules', ['@apollo/server', 'fastify', 'graphql']),
    peers: versions('./node_modules', ['graphql-yoga', '@omnigraph/openapi', 'graphql']),
    load: versions('./node_modules', ['undici']),
  };
}

function versions(folder, names) {
  return names.map((name) => `${name} ${readJson(`${folder}/${name}/package.json`).version}`).join(', ');
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}
