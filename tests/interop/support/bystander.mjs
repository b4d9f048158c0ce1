// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An agent and a frontend that look at each other, beside whatever else happens to their hub.

import assert from 'node:assert/strict';

export class Bystander {
  static async at(hub) {
    const bystander = new Bystander();
    bystander.hub = hub;
    bystander.server = await hub.addServer('bystander');
    bystander.agent = await hub.connectedAgent(bystander.server);
    bystander.frontend = await hub.connectedFrontend('metrics', bystander.server);
    bystander.count = 0;
    return bystander;
  }

  /** Fails unless the hub runs and brings a sample from one to the other. */
  async isServed() {
    assert.ok(this.hub.program.isRunning, `the hub ended: ${this.hub.program.stderr}`);
    this.count += 1;
    this.agent.say(`{"type":"metrics","server_id":"x","cpu_percent":${this.count}}`);
    assert.equal(JSON.parse(await this.frontend.next()).data.cpu_percent, this.count);
  }
}
