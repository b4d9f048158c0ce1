// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `fairleadd hub` on a directory of its own, and peers of it made with the npm package ws.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { binDir, WebSocket } from './environment.mjs';
import { ServerProgram } from './execserver.mjs';
import { event, until, within } from './until.mjs';

export class Hub {
  static async start({ listen = '127.0.0.1:0' } = {}) {
    const hub = new Hub();
    hub.listen = listen;
    hub.directory = mkdtempSync(path.join(tmpdir(), 'fairlead-hub-'));
    await hub.run();
    hub.first = JSON.parse(hub.program.firstLine);
    hub.token = await hub.login(hub.first.admin_username, hub.first.admin_password);
    return hub;
  }

  async run() {
    this.program = new ServerProgram(path.join(binDir, 'fairleadd'), [
      'hub', '--json', '--listen', this.listen, '--data-dir', path.join(this.directory, 'data'),
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

  /** The agent of `server`, let in. */
  async connectedAgent(server) {
    const agent = await this.agent();
    agent.say(`{"type":"auth","api_key":"${server.api_key}"}`);
    assert.equal(JSON.parse(await agent.next()).type, 'auth_success');
    return agent;
  }

  /** A frontend that looks at `server`, let in; it has heard nothing else yet. */
  async connectedFrontend(kind, server) {
    const frontend = await this.frontend(kind, server.server_id);
    frontend.say(`{"type":"auth","token":"${this.token}"}`);
    assert.equal(JSON.parse(await frontend.next()).type, 'auth_success');
    return frontend;
  }

  /**
   * `fairleadd agent` of `server`, connected. `config`: what its file says besides; `inside`: a command that starts it,
   * with another network for instance; `host`: the hub's, as the agent sees it.
   */
  async startAgent(server, { config = {}, inside = [], host = '127.0.0.1' } = {}) {
    const file = path.join(this.directory, `${server.name}.json`);
    const hub = `ws://${host}:${this.program.port}/api/v1/agents/ws`;
    writeFileSync(file, JSON.stringify({ hub, api_key: server.api_key, ...config }), { mode: 0o600 });
    const [program, ...args] = [
      ...inside, path.join(binDir, 'fairleadd'), 'agent', '--config', file,
      '--state-dir', path.join(this.directory, `${server.name}-state`), '--docker-host', 'unix:///nonexistent',
    ];
    const agent = new ServerProgram(program, args, { waits: false });
    await until(async () => (await this.state(server)).online || !agent.isRunning, 'the agent');
    assert.ok(agent.isRunning, `the agent ended at its start: ${agent.stderr}`);
    return agent;
  }

  /** What the hub says of a server. */
  async state(server) { return (await this.request('GET', `/api/v1/servers/${server.server_id}`)).json; }

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
