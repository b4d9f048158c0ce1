// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a hostile or careless client sends must not end the server, nor anybody else's session.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { startContainer } from './support/container.mjs';
import { startServer } from './support/execserver.mjs';
import { RawSocket, frame } from './support/rawsocket.mjs';
import { sleep, until, within } from './support/until.mjs';
import { Wire, code } from './support/wire.mjs';

let container;
let server;
let bystander;

before(async () => {
  container = await startContainer();
  server = await startServer(container.id, '--max-sessions', '20');
});
after(async () => {
  await server?.stop();
  await container?.remove();
});
beforeEach(async () => {
  bystander = await Wire.open(server, { command: ['cat'] });
  await bystander.message(code.resume);
});
afterEach(async () => {
  assert.ok(server.isRunning, `the server ended: ${server.stderr}`);
  bystander.send(code.stdin, 'still here');
  await until(() => bystander.text === 'still here', 'the other session\'s echo');
  bystander.send(code.end);
  assert.equal(await bystander.exitCode(), 0);
});

describe('frames that break the rules of WebSocket', () => {
  const stdin = [code.stdin, 0x61];
  const cases = {
    'not masked': { bytes: frame(stdin, { masked: false }), closeCode: 1002 },
    'a reserved bit': { bytes: frame(stdin, { reserved: 4 }), closeCode: 1002 },
    'an unknown opcode': { bytes: frame(stdin, { opcode: 3 }), closeCode: 1002 },
    'a continuation of nothing': { bytes: frame(stdin, { opcode: 0 }), closeCode: 1002 },
    'a ping in pieces': { bytes: frame(stdin, { opcode: 9, final: false }), closeCode: 1002 },
    'a ping that is too long': { bytes: frame(Buffer.alloc(126), { opcode: 9 }), closeCode: 1002 },
    'a length beyond 2^63': { bytes: Buffer.from([0x82, 0xff, 0xff, ...Array(7).fill(0xff), 1, 2, 3, 4]), closeCode: 1002 },
    'a message of 1 TiB': { bytes: frame(stdin, { length: 2 ** 40 }), closeCode: 1009 },
    'text that is no UTF-8': { bytes: frame([0xff, 0xfe], { opcode: 1 }), closeCode: 1007 },
    'half a close code': { bytes: frame([3], { opcode: 8 }), closeCode: 1002 },
    'noise': { bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n'), closeCode: 1002 },
  };
  for (const [name, { bytes, closeCode }] of Object.entries(cases)) {
    test(name, async () => {
      const raw = await RawSocket.openSession(server, { command: ['cat'] });
      raw.socket.write(bytes);
      assert.equal((await raw.closeFrame()).code, closeCode);
      raw.socket.end();
    });
  }
});

test('a frame byte by byte, and a message in three frames with a ping between', async () => {
  const raw = await RawSocket.openSession(server, { command: ['cat'] });
  for (const byte of frame([code.stdin, ...Buffer.from('slow ')])) {
    raw.socket.write(Buffer.from([byte]));
    await sleep(2);
  }
  raw.socket.write(frame([code.stdin, ...Buffer.from('in ')], { final: false }));
  raw.socket.write(frame('hello', { opcode: 9 }));
  raw.socket.write(frame('three ', { opcode: 0, final: false }));
  raw.socket.write(frame('parts', { opcode: 0 }));
  raw.socket.write(frame([code.end]));
  await until(() => raw.received.includes(Buffer.from([0x82, 2, code.stopped, 0])), 'the exit code');
  assert.ok(raw.received.includes(Buffer.concat([Buffer.from([0x8a, 5]), Buffer.from('hello')])), 'no pong');
  const output = raw.received.toString('latin1').replaceAll(/[^a-z ]/g, '');
  assert.match(output, /slow.*in.*three.*parts/);
  raw.socket.destroy();
});

describe('messages that break the rules of the protocol', () => {
  const cases = {
    'an empty message': { send: (socket) => socket.send(Buffer.alloc(0)), complaint: true },
    'a text message': { send: (socket) => socket.send('hello'), complaint: true },
    'resize without a size': { send: (socket) => socket.send(Buffer.from([code.resize])), complaint: true },
    'resize with one byte': { send: (socket) => socket.send(Buffer.from([code.resize, 1])), complaint: true },
    'stdin without bytes': { send: (socket) => socket.send(Buffer.from([code.stdin])) },
    'codes of the server': { send: (socket) => [1, 2, 200, 201, 202].forEach((c) => socket.send(Buffer.from([c, 7]))) },
    'unknown codes': { send: (socket) => [3, 49, 60, 99, 110, 199, 255].forEach((c) => socket.send(Buffer.from([c, 7]))) },
  };
  for (const [name, { send, complaint }] of Object.entries(cases)) {
    test(name, async () => {
      const wire = await Wire.open(server, { command: ['cat'], tty: name.startsWith('resize') });
      await wire.message(code.resume);
      send(wire.socket);
      if (complaint) {
        assert.ok((await wire.message(code.error)).length > 0);
      }
      wire.send(code.stdin, 'works\n');
      await until(() => wire.text.includes('works'), 'the echo');
      wire.send(code.end);
      assert.equal(await wire.exitCode(), 0);
      assert.equal(wire.all(code.error).length, complaint ? 1 : 0);
    });
  }
});

test('resize and stdin after the process ended', async () => {
  const wire = await Wire.open(server, { command: ['echo', 'over'], tty: true });
  wire.send(code.pause);
  await wire.message(code.resume);
  // The output is held, so the session outlives its process.
  await sleep(300);
  for (let i = 0; i < 20; ++i) {
    wire.resize(24, 80 + i);
    wire.send(code.stdin, 'late');
    await sleep(5);
  }
  wire.send(code.resume);
  assert.equal(await wire.exitCode(), 0);
  assert.equal(wire.text, 'over\r\n');
  assert.equal((await within(wire.closed, 'the close')).code, 1000);
});
