// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Our client, as the program execclient.

import { spawn } from 'node:child_process';
import path from 'node:path';

import { binDir } from './environment.mjs';
import { event, within } from './until.mjs';

/** Starts it; `result` is how the process ended: exitCode or error, started, serverError. */
export function startClient(url, command, options = []) {
  const child = spawn(path.join(binDir, 'execclient'), [...options, url, ...command], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  let line = '';
  child.stdio[3].on('data', (text) => { line += text; });
  child.stdin.on('error', () => {});
  const result = event(child, 'close').then(() => {
    const nothing = { error: `execclient said nothing and ended with ${child.exitCode ?? child.signalCode}` };
    return line === '' ? nothing : JSON.parse(line);
  });
  return { child, result, stdin: child.stdin, stdout: child.stdout, stderr: child.stderr };
}

/** Runs a command to its end, with `input` and then, unless `open`, an end of file. */
export async function runClient(url, command, { input = '', open = false, options = [], milliseconds } = {}) {
  const client = startClient(url, command, options);
  const chunks = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr']) {
    client[name].on('data', (bytes) => chunks[name].push(bytes));
  }
  client.stdin.write(input);
  if (!open) {
    client.stdin.end();
  }
  try {
    const result = await within(client.result, `the end of ${command}`, milliseconds);
    return { ...result, stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
  } finally {
    client.child.kill();
  }
}
