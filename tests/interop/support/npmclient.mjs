// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session of the npm client from its opening to its end.

import { event, within } from './until.mjs';

/** Opens a session; its streams and events are those of the client. `errors` collects what the server complained about. */
export async function openSession(Client, url, { command, tty = false }) {
  const client = new Client({ url, command, tty });
  const errors = [];
  client.on('error', (reason) => errors.push(reason.toString()));
  const exit = event(client, 'exit').then(([code]) => code);
  const shutdown = event(client, 'shutdown');
  const connected = client.execute();
  // The streams and the socket are there at once.
  const closed = event(client.socket, 'close').then(([code, reason]) => ({ code, reason: reason.toString() }));
  await within(connected, 'the connection');
  return { client, errors, exit, shutdown, closed, stdin: client.stdin, stdout: client.stdout, stderr: client.stderr };
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Runs a command to its end; `input` goes to its stdin, which is then closed. The code is what the client reports. */
export async function run(Client, url, { command, tty = false, input }) {
  const session = await openSession(Client, url, { command, tty });
  const output = Promise.all([collect(session.stdout), collect(session.stderr)]);
  if (input !== undefined) {
    session.stdin.end(input);
  }
  const code = await within(session.exit, `the exit of ${command}`);
  const [stdout, stderr] = await within(output, 'the end of the output');
  return { code, stdout, stderr, errors: session.errors };
}
