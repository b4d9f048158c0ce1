// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The servers under test: `fairleadd exec`, and the one of npm for tests of our client.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { binDir, engine } from './environment.mjs';
import { within } from './until.mjs';

export class ServerProgram {
  /** `waits`: it says on stdout when it has started. */
  constructor(program, args, { waits = true } = {}) {
    this.stdout = '';
    this.stderr = '';
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = once(this.process, 'exit').then(([code, signal]) => signal ?? code);
    this.process.stderr.on('data', (text) => { this.stderr += text; });
    const firstLine = new Promise((resolve) => {
      this.process.stdout.on('data', (text) => {
        this.stdout += text;
        if (this.stdout.includes('\n')) {
          resolve();
        }
      });
    });
    this.started = !waits ? Promise.resolve() : within(Promise.race([firstLine, this.exited]), `the first line of ${program}`);
  }

  get firstLine() { return this.stdout.split('\n')[0]; }
  get url() { return JSON.parse(this.firstLine).url; }
  get port() { return Number(new URL(this.url).port); }
  get path() { return new URL(this.url).pathname; }
  get isRunning() { return this.process.exitCode === null && this.process.signalCode === null; }

  /** MiB of memory: `VmRSS` now, `VmHWM` at its highest. */
  memory(field) {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
  }

  openFiles() { return readdirSync(`/proc/${this.process.pid}/fd`).length; }

  /** Process ids of what it has started. */
  children() {
    const { pid } = this.process;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  /** Asks it to end; gives its exit code, or the signal that ended it. */
  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return within(this.exited, 'the end of the server');
  }
}

export async function startServer(container, ...options) {
  const engineOption = options.includes('--docker-host') ? [] : ['--docker-host', engine];
  const server = new ServerProgram(path.join(binDir, 'fairleadd'), [
    'exec', '--json', '--listen', '127.0.0.1:0', ...engineOption, '--container', container, ...options,
  ]);
  await server.started;
  if (!server.isRunning) {
    throw new Error(`fairleadd ended at its start: ${server.stderr}`);
  }
  return server;
}

export async function startNpmServer(container, maxSessions = 10) {
  const script = path.join(import.meta.dirname, 'npm-server.cjs');
  const server = new ServerProgram(process.execPath, [script, engine, container, String(maxSessions)]);
  await server.started;
  return server;
}

/** Runs the test with a server of its own. */
export async function withServerFor(container, options, body) {
  const server = await startServer(container, ...options);
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}
