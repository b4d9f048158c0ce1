// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The docker-exec protocol message by message, on the bare WebSocket library.

import { WebSocket } from './environment.mjs';
import { event, within } from './until.mjs';

export const code = Object.freeze({
  stdin: 0, stdout: 1, stderr: 2, resize: 50, resume: 100, pause: 101, end: 102, stopped: 200, shutdown: 201, error: 202,
});

export function urlOf(server, { command = [], tty = false }) {
  const query = [`tty=${tty}`, ...[command].flat().map((word) => `command=${encodeURIComponent(word)}`)];
  return `${server.url}?${query.join('&')}`;
}

/** One connection: what it received, and waiting for what is to come. */
export class Wire {
  constructor(url, options = {}) {
    this.socket = new WebSocket(url, options);
    this.received = []; // all messages
    this.waiting = [];  // who waits for one
    this.closed = event(this.socket, 'close').then(([status, reason]) => ({ code: status, reason: reason.toString() }));
    this.socket.on('error', (error) => { this.error = error; });
    this.socket.on('message', (message) => {
      this.received.push(message);
      this.waiting.splice(0).forEach((wake) => wake());
    });
  }

  static async open(server, opening, options) {
    const wire = new Wire(urlOf(server, opening), options);
    await within(event(wire.socket, 'open'), 'the connection');
    return wire;
  }

  send(messageCode, payload = '') {
    this.socket.send(Buffer.concat([Buffer.from([messageCode]), Buffer.from(payload)]));
  }

  resize(rows, columns) {
    const size = Buffer.alloc(4);
    size.writeUInt16LE(rows, 0);
    size.writeUInt16LE(columns, 2);
    this.send(code.resize, size);
  }

  /** The first message with this code, since the beginning or yet to come; its payload. */
  async message(messageCode, milliseconds) {
    const find = () => this.received.find((message) => message[0] === messageCode);
    const arrives = async () => {
      while (!find()) {
        await new Promise((resolve) => { this.waiting.push(resolve); });
      }
      return find().subarray(1);
    };
    return within(arrives(), `a message ${messageCode}`, milliseconds);
  }

  all(messageCode) {
    return this.received.filter((message) => message[0] === messageCode).map((message) => message.subarray(1));
  }

  get output() { return Buffer.concat(this.all(code.stdout)); }
  get text() { return this.output.toString(); }

  /** Waits for the end of the process: its exit code. */
  async exitCode(milliseconds) {
    return (await this.message(code.stopped, milliseconds))[0];
  }
}
