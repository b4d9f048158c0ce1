// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `fairleadd hub` on a directory of its own, and peers of it made with the npm package ws.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { binDir, WebSocket } from './environment.mjs';
import { ServerProgram } from './execserver.mjs';
import { event, until, within } from './until.mjs';

export class Hub {
  static async start() {
    const hub = new Hub();
    hub.directory = mkdtempSync(path.join(tmpdir(), 'fairlead-hub-'));
    await hub.run();
    hub.first = JSON.parse(hub.program.firstLine);
    hub.token = await hub.login(hub.first.admin_username, hub.first.admin_password);
    return hub;
  }

  async run() {
    this.program = new ServerProgram(path.join(binDir, 'fairleadd'), [
      'hub', '--json', '--listen', '127.0.0.1:0', '--data-dir', path.join(this.directory, 'data'),
    ]);
    await this.program.started;
    if (!this.program.isRunning) {
      throw new Error(`fairleadd ended at its start: ${this.program.stderr}`);
    }
  }

  get url() { return this.program.url; }

  async request(method, route, body, token = this.token) {
    const answer = await fetch(`${this.url}${route}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  }

  async login(username, password) {
    return (await this.request('POST', '/api/v1/auth/login', { username, password })).json.access_token;
  }

  /** `{server_id, name, api_key}` of a new server. */
  async addServer(name) { return (await this.request('POST', '/api/v1/servers', { name })).json; }

  agent() { return Peer.open(`${this.url}/api/v1/agents/ws`); }
  frontend(kind, serverId) { return Peer.open(`${this.url}/api/v1/ws/${kind}/${serverId}`); }

  stop(signal) { return this.program.stop(signal); }

  async remove() {
    if (this.program.isRunning) {
      await this.stop();
    }
    rmSync(this.directory, { recursive: true });
  }
}

/** A connection that keeps what it hears. */
export class Peer {
  static async open(url) {
    const peer = new Peer();
    peer.heard = [];
    peer.socket = new WebSocket(url.replace(/^http/, 'ws'));
    peer.socket.on('message', (data, isBinary) => peer.heard.push(isBinary ? data : data.toString()));
    peer.socket.on('error', () => {});
    peer.closed = event(peer.socket, 'close').then(([code, reason]) => ({ code, reason: reason.toString() }));
    await within(event(peer.socket, 'open'), 'the connection');
    return peer;
  }

  say(text) { this.socket.send(text); }

  /** The next message, as text, in the order they came. */
  async next() {
    await until(() => this.heard.length > 0, 'a message');
    return this.heard.shift();
  }
}
