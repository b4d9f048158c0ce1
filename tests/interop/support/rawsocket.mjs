// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// WebSocket frames by hand, for what the library would not send.

import { randomBytes } from 'node:crypto';
import net from 'node:net';

import { event, until, within } from './until.mjs';
import { urlOf } from './wire.mjs';

/** One frame. `length` may lie; without a mask it is what a client must not send. */
export function frame(payload, { opcode = 2, final = true, masked = true, reserved = 0, length = payload.length } = {}) {
  const body = Buffer.from(payload);
  const extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const head = Buffer.alloc(2 + extra);
  head[0] = (final ? 0x80 : 0) | reserved << 4 | opcode;
  head[1] = (masked ? 0x80 : 0) | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) {
    head.writeUInt16BE(length, 2);
  } else if (extra === 8) {
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  if (!masked) {
    return Buffer.concat([head, body]);
  }
  const key = randomBytes(4);
  return Buffer.concat([head, key, body.map((byte, i) => byte ^ key[i % 4])]);
}

/** A TCP connection to a server; what came is in `received`. */
export class RawSocket {
  static async connect(server) {
    const raw = new RawSocket();
    raw.socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    raw.received = Buffer.alloc(0);
    raw.ended = event(raw.socket, 'end');
    raw.closed = event(raw.socket, 'close');
    raw.socket.on('error', () => {});
    raw.socket.on('data', (bytes) => { raw.received = Buffer.concat([raw.received, bytes]); });
    await within(event(raw.socket, 'connect'), 'the TCP connection');
    return raw;
  }

  /** Sends a request and waits for the head of the answer: its status. `headers` replace or, when null, remove. */
  async request(target, server, headers = {}) {
    const all = {
      Host: `127.0.0.1:${server.port}`,
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...headers,
    };
    const lines = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
    await until(() => this.received.includes('\r\n\r\n') || this.socket.readableEnded, 'the head of the answer');
    const end = this.received.indexOf('\r\n\r\n');
    this.head = this.received.subarray(0, end).toString();
    this.received = this.received.subarray(end + 4);
    return Number(this.head.split(' ')[1]);
  }

  /** Opens a session and waits until its process runs. */
  static async openSession(server, opening) {
    const raw = await RawSocket.connect(server);
    const url = new URL(urlOf(server, opening));
    const status = await raw.request(url.pathname + url.search, server);
    if (status !== 101) {
      throw new Error(`no upgrade: ${raw.head}`);
    }
    await until(() => raw.received.includes(Buffer.from([0x82, 1, 100])), 'the first resume');
    return raw;
  }

  /** Code and reason of the close frame at the end of what came, once the server has ended its side. */
  async closeFrame() {
    await within(this.ended, 'the end of the connection');
    const at = this.received.lastIndexOf(0x88);
    const size = this.received[at + 1];
    const payload = this.received.subarray(at + 2, at + 2 + size);
    return { code: payload.readUInt16BE(0), reason: payload.subarray(2).toString() };
  }
}
