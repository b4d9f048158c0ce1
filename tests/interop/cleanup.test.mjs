// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client that goes away leaves nothing behind in the container.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startServer } from './support/execserver.mjs';
import { RawSocket } from './support/rawsocket.mjs';
import { sleep, until } from './support/until.mjs';
import { Wire, code, urlOf } from './support/wire.mjs';

const sessions = 8;
// HUP, TERM and KILL, with time between them.
const allSignals = 15_000;

let container;
let server;

before(async () => {
  container = await startContainer();
  server = await startServer(container.id, '--max-sessions', String(sessions));
});
after(async () => {
  await server?.stop();
  await container?.remove();
});

async function left(mark) {
  return (await container.processes()).filter((line) => line.includes(mark));
}

async function assertNothingLeft(mark) {
  await until(async () => (await left(mark)).length === 0, `the end of ${mark}`, allSignals);
}

/** The slots are free again: a whole set of new sessions gets in. */
async function assertSlotsFree() {
  const wires = await Promise.all(Array.from({ length: sessions }, () => Wire.open(server, { command: ['true'] })));
  for (const wire of wires) {
    assert.equal(await wire.exitCode(), 0);
  }
}

let number = 1000;

for (const tty of [false, true]) {
  describe(tty ? 'with a tty' : 'without a tty', () => {
    const ways = {
      'connection ended': (wire) => wire.socket._socket.destroy(),
      'connection reset': (wire) => wire.socket._socket.resetAndDestroy(),
      'close frame': (wire) => wire.socket.close(1000, 'bye'),
    };
    const commands = {
      'a plain process': (mark) => ['sleep', mark],
      'a shell with children': (mark) => ['sh', '-c', `sleep ${mark} & sleep ${mark}; echo`],
      'one that ignores HUP and TERM': (mark) => ['sh', '-c', `trap "" HUP TERM; while true; do sleep 0.1; done # ${mark}`],
      'one that writes for ever': (mark) => ['sh', '-c', `yes ${mark}`],
    };
    for (const [way, vanish] of Object.entries(ways)) {
      for (const [name, commandOf] of Object.entries(commands)) {
        test(`${way}: ${name}`, async () => {
          const mark = String(++number);
          const wires = await Promise.all([1, 2].map(() => Wire.open(server, { command: commandOf(mark), tty })));
          await Promise.all(wires.map((wire) => wire.message(code.resume)));
          await until(async () => (await left(mark)).length > 0, 'the processes');
          wires.forEach(vanish);
          await assertNothingLeft(mark);
        });
      }
    }

    test('clients that drop at the first message, ten at a time', async () => {
      const mark = String(++number);
      const roomy = await startServer(container.id, '--max-sessions', '200');
      for (let round = 0; round < 4; ++round) {
        await Promise.all(Array.from({ length: 10 }, async () => {
          const wire = await Wire.open(roomy, { command: ['sleep', mark], tty });
          await wire.message(code.resume); // which engines bring about before there is a process
          wire.socket._socket.destroy();
        }));
      }
      await sleep(1000); // the last exec may start still
      await assertNothingLeft(mark);
      await roomy.stop();
    });

    test('clients that do not even wait for the process', async () => {
      const mark = String(++number);
      for (let i = 0; i < 3 * sessions; ++i) {
        const raw = await RawSocket.connect(server);
        const url = new URL(urlOf(server, { command: ['sleep', mark], tty }));
        await raw.request(url.pathname + url.search, server);
        await sleep(i * 3);
        raw.socket.destroy();
      }
      await sleep(1000); // the last exec may start still
      await assertNothingLeft(mark);
      await assertSlotsFree();
    });
  });
}

test('the server is killed by SIGTERM while sessions run', async () => {
  const lone = await startServer(container.id);
  const wires = await Promise.all([true, false].map((tty) => Wire.open(lone, { command: ['sleep', '3141'], tty })));
  await Promise.all(wires.map((wire) => wire.message(code.resume)));
  await lone.stop();
  await assertNothingLeft('3141');
});
