// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Connections that are none: they end within bounds and leave nothing behind, and who is connected is served as before.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { Bystander } from './support/bystander.mjs';
import { isSanitized } from './support/environment.mjs';
import { Hub } from './support/hub.mjs';
import { RawSocket, frame } from './support/rawsocket.mjs';
import { until, within } from './support/until.mjs';

let hub;
let server;
let bystander;

before(async () => {
  hub = await Hub.start();
  server = await hub.addServer('web-1');
  bystander = await Bystander.at(hub);
  const agent = await hub.connectedAgent(server);
  agent.socket.close();
});
after(() => hub?.remove());

const request = (head) => `${head}\r\nHost: 127.0.0.1\r\n`;
const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n';
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const agents = 'GET /api/v1/agents/ws HTTP/1.1';
const helloOfTls = Buffer.concat([
  Buffer.from('16030100c8010000c40303', 'hex'), randomBytes(32), Buffer.from('00003e130213031301c02cc030', 'hex'), randomBytes(140),
]);

const garbage = {
  'random bytes': () => randomBytes(1 + Math.floor(Math.random() * 400)),
  'nothing': () => Buffer.alloc(0),
  'half a head': () => request(agents) + upgrade,
  'a head without an end': () => request(agents) + 'X-A: b\r\n'.repeat(2000),
  'an upgrade without a key': () => `${request(agents)}${upgrade}\r\n`,
  'an upgrade by POST': () => `${request('POST /api/v1/agents/ws HTTP/1.1')}${upgrade}${key}\r\n`,
  'an upgrade to nowhere': () => `${request('GET /nowhere HTTP/1.1')}${upgrade}${key}\r\n`,
  'TLS on a plain port': () => helloOfTls,
  'an upgrade with noise behind it': () => Buffer.concat([Buffer.from(`${request(agents)}${upgrade}${key}\r\n`), randomBytes(300)]),
  'an agent with noise for a key': () => Buffer.concat([
    Buffer.from(`${request(agents)}${upgrade}${key}\r\n`),
    frame(`{"type":"auth","api_key":"${randomBytes(20).toString('hex')}"}`, { opcode: 1 }),
  ]),
};

/** One connection that sends this and leaves, some politely and some not. */
async function throwGarbage(bytes, isRude) {
  const raw = await RawSocket.connect(hub.program);
  await new Promise((resolve) => { raw.socket.write(bytes, resolve); });
  if (isRude) {
    raw.socket.resetAndDestroy();
  } else {
    raw.socket.end();
  }
  return raw;
}

beforeEach(() => bystander.isServed());
afterEach(() => bystander.isServed());

test('10 000 garbage connections leave nothing behind', async () => {
  const kinds = Object.values(garbage);
  const rounds = async (first, last) => {
    for (let round = first; round < last; round += 1) {
      const wave = Array.from({ length: 100 }, (_, i) => throwGarbage(kinds[i % kinds.length](), (i + round) % 3 === 0));
      const raws = await Promise.all(wave);
      await bystander.isServed();
      raws.forEach((raw) => raw.socket.destroy());
    }
  };
  const openBefore = hub.program.openFiles();
  await rounds(0, 10); // what is set up only once
  await until(() => hub.program.openFiles() <= openBefore, 'the end of the first connections');
  const memory = hub.program.memory('VmRSS');
  await rounds(10, 100);
  await until(() => hub.program.openFiles() <= openBefore, 'the end of all connections');
  if (!isSanitized) {
    assert.ok(hub.program.memory('VmRSS') - memory < 16, `${memory} MiB became ${hub.program.memory('VmRSS')}`);
  }
  // Somebody at the same address guesses keys: those who were here before still come in.
  const again = await hub.connectedAgent(server);
  again.socket.close();
});

test('slow heads are told to leave, and hold up nobody', async () => {
  const slow = await Promise.all(Array.from({ length: 200 }, async () => {
    const raw = await RawSocket.connect(hub.program);
    raw.socket.write(`${agents}\r\n`);
    raw.drip = setInterval(() => raw.socket.write('X-A: b\r\n'), 500);
    return raw;
  }));
  const peer = await hub.connectedAgent(server);
  peer.socket.close();
  for (const raw of slow) {
    await within(raw.ended, 'the end of a slow one');
    clearInterval(raw.drip);
    assert.match(raw.received.toString(), /^HTTP\/1\.1 408 /);
    raw.socket.destroy();
  }
});

test('more slow heads than may wait: the oldest give way', async () => {
  const slow = await Promise.all(Array.from({ length: 600 }, async () => {
    const raw = await RawSocket.connect(hub.program);
    raw.socket.write(`${agents}\r\n`);
    return raw;
  }));
  const peer = await hub.connectedAgent(server);
  peer.socket.close();
  const refused = () => slow.filter((raw) => raw.received.toString().startsWith('HTTP/1.1 503 ')).length;
  await until(() => refused() >= 600 - 256, 'the answer to the oldest');
  slow.forEach((raw) => raw.socket.destroy());
});

test('an agent that is there no more, and did not say so, is found by ping', async () => {
  const raw = await RawSocket.connect(hub.program);
  assert.equal(await raw.request('/api/v1/agents/ws', hub.program), 101);
  raw.socket.write(frame(`{"type":"auth","api_key":"${server.api_key}"}`, { opcode: 1 }));
  await until(async () => (await hub.state(server)).online, 'the agent');
  await until(async () => !(await hub.state(server)).online, 'its end', 50_000);
  assert.match((await hub.state(server)).disconnect_cause, /ping/);
  raw.socket.destroy();
});
