// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Waiting with an end.

import { setTimeout as sleep } from 'node:timers/promises';

import { isSanitized } from './environment.mjs';

export { sleep };

const patience = isSanitized ? 60_000 : 20_000;

/** What the promise gives, or an error that says what was waited for. */
export async function within(promise, what, milliseconds = patience) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until the condition, which may be async, holds. */
export async function until(condition, what, milliseconds = patience) {
  const end = Date.now() + milliseconds;
  while (!await condition()) {
    if (Date.now() > end) {
      throw new Error(`${what} did not come about within ${milliseconds} ms`);
    }
    await sleep(20);
  }
}

/** The arguments of the next such event. Not `once` of node:events, which an 'error' event would make fail. */
export function event(emitter, name) {
  return new Promise((resolve) => { emitter.once(name, (...values) => resolve(values)); });
}
