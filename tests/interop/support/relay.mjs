// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A hub and an agent, each a program of its own, with the way to a container through both.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { binDir, engine } from './environment.mjs';
import { Hub } from './hub.mjs';
import { event, until, within } from './until.mjs';

export class Relay {
  /** `config` goes into the agent's file beside hub and key. */
  static async start(config = {}) {
    const relay = new Relay();
    relay.hub = await Hub.start();
    relay.server = await relay.hub.addServer('web-1');
    await relay.startAgent(config);
    return relay;
  }

  async startAgent(config = {}) {
    const file = path.join(this.hub.directory, 'agent.json');
    const whole = { hub: this.hub.url.replace(/^http/, 'ws'), api_key: this.server.api_key, ...config };
    writeFileSync(file, JSON.stringify(whole), { mode: 0o600 });
    this.agent = spawn(path.join(binDir, 'fairleadd'), [
      'agent', '--config', file, '--state-dir', path.join(this.hub.directory, 'agent'), '--docker-host', engine,
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.agentLog = '';
    this.agent.stderr.on('data', (text) => { this.agentLog += text; });
    this.agentGone = event(this.agent, 'exit');
    await until(async () => (await this.state()).online, 'the agent at the hub');
  }

  async state() { return (await this.hub.request('GET', `/api/v1/servers/${this.server.server_id}`)).json; }
  async audit() { return (await this.hub.request('GET', '/api/v1/audit')).json.entries; }
  async sessions() { return (await this.hub.request('GET', '/api/v1/sessions')).json.sessions; }

  async stopAgent(signal = 'SIGTERM') {
    this.agent.kill(signal);
    await within(this.agentGone, 'the end of the agent');
  }

  /** Where a client connects that can show no token. */
  async ticketUrl(container) {
    const route = `/api/v1/servers/${this.server.server_id}/tickets`;
    const { status, json } = await this.hub.request('POST', route, { container_id: container });
    if (status !== 201) {
      throw new Error(`no ticket: ${status} ${JSON.stringify(json)}`);
    }
    return `${this.hub.url.replace(/^http/, 'ws')}${json.url}`;
  }

  /** As `server` for a Wire, with a token in its options. */
  at(container) {
    return { url: `${this.hub.url.replace(/^http/, 'ws')}/api/v1/ws/exec/${this.server.server_id}/${container}` };
  }
  get options() { return { headers: { Authorization: `Bearer ${this.hub.token}` } }; }

  async remove() {
    if (this.agent && this.agent.exitCode === null && this.agent.signalCode === null) {
      await this.stopAgent();
    }
    await this.hub.remove();
  }
}
