// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Containers of the images that ./dev imports, straight through the Engine API.

import assert from 'node:assert/strict';
import http from 'node:http';

import { engine } from './environment.mjs';

function request(method, path, body) {
  assert.match(engine, /^unix:\/\//, 'the interop tests need an engine at a unix:// address');
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  const options = { socketPath: engine.slice('unix://'.length), method, path, headers, agent: false };
  return new Promise((resolve, reject) => {
    const sent = http.request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => {
        const reply = Buffer.concat(chunks).toString();
        if (answer.statusCode >= 400) {
          reject(new Error(`${method} ${path}: ${answer.statusCode} ${reply}`));
        } else {
          resolve(reply === '' ? null : JSON.parse(reply));
        }
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** A container that sleeps. Remove it in an `after` hook. */
export async function startContainer({ image = 'fairlead-demo', start = true } = {}) {
  const { Id: id } = await request('POST', '/containers/create', {
    Image: `${image}:latest`,
    Cmd: ['sleep', '1000000'],
    StopTimeout: 1,
    Labels: { 'fairlead.test': 'interop' },
    HostConfig: { NetworkMode: 'none' },
  });
  if (start) {
    await request('POST', `/containers/${id}/start`);
  }
  return {
    id,
    kill: () => request('POST', `/containers/${id}/kill`),
    remove: () => request('DELETE', `/containers/${id}?force=true&v=true`),
    /** The command lines of its processes. */
    processes: async () => (await request('GET', `/containers/${id}/top`)).Processes.map((row) => row.at(-1)),
  };
}
