// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A peer that is gone without a word is found by pings, and its slot and its process are freed. Takes most of a minute.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startServer } from './support/execserver.mjs';
import { RawSocket } from './support/rawsocket.mjs';
import { until } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

// Proxies cut what is silent for 60 s, some for 30.
const longestSilence = 25_000;
const farBeyond = 70_000;

let container;
let server;

before(async () => {
  container = await startContainer();
  server = await startServer(container.id);
});
after(async () => {
  await server?.stop();
  await container?.remove();
});

test('who answers pings stays, who does not is dropped', async () => {
  const mute = await RawSocket.openSession(server, { command: ['sleep', '5150'], tty: true });
  const alive = await Wire.open(server, { command: ['cat'] });
  const pings = [];
  alive.socket.on('ping', () => pings.push(Date.now()));
  const begin = Date.now();

  await until(() => mute.received.includes(Buffer.from([0x89, 0])), 'a ping', longestSilence);
  await until(async () => !(await container.processes()).some((line) => line.includes('5150')), 'the end of the mute one', farBeyond);

  await until(() => pings.length >= 2, 'two pings', 2 * longestSilence);
  assert.ok(pings[0] - begin <= longestSilence && pings[1] - pings[0] <= longestSilence, 'pings are too rare');
  alive.send(code.stdin, 'alive');
  await until(() => alive.text === 'alive', 'the echo');
  mute.socket.destroy();
  alive.socket.terminate();
});
