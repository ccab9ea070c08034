// bpmn-engine: six human steps, the state in SQLite, recovered and resumed for every step and durable after it.
//
// Reads seconds from standard input, one number a line; answers each with how many steps a second it made.
// Usage: bpmn.js DATABASE PROCESS.bpmn, with NODE_PATH at the installed packages.

'use strict';

const fs = require('node:fs');
const readline = require('node:readline');
const { EventEmitter } = require('node:events');
const Database = require('better-sqlite3');
const { Engine } = require('bpmn-engine');

const STEPS = 6;
const [path, file] = process.argv.slice(2);
const source = fs.readFileSync(file, 'utf8');
const database = new Database(path);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS work (id INTEGER PRIMARY KEY, state TEXT NOT NULL, done INTEGER NOT NULL)');
const insert = database.prepare('INSERT INTO work (state, done) VALUES (?, 0)');
const select = database.prepare('SELECT state FROM work WHERE id = ?');
const update = database.prepare('UPDATE work SET state = ?, done = ? WHERE id = ?');

// Starts or resumes the engine, completes the one human task that waits, and answers with the state after it: at the next
// task, or at the end.
function step(engine, begin) {
  return new Promise((resolve, reject) => {
    const listener = new EventEmitter();
    let signalled = false;
    let settled = false;
    const finish = (done) => {
      if (settled) return;
      settled = true;
      // Only when the engine has come to rest is its state whole.
      setImmediate(() => {
        engine.getState().then((state) => {
          engine.stop();
          resolve({ state: JSON.stringify(state), done });
        }, reject);
      });
    };
    listener.on('activity.wait', (task) => {
      if (signalled) return finish(false);
      signalled = true;
      task.signal({ note: 'Đồng ý' });
    });
    engine.once('end', () => finish(true));
    engine.once('error', reject);
    begin(listener).catch(reject);
  });
}

async function one() {
  const fresh = new Engine({ name: 'six', source });
  let after = await step(fresh, (listener) => fresh.execute({ listener }));
  const id = insert.run(after.state).lastInsertRowid;
  for (let no = 2; no <= STEPS; no += 1) {
    const engine = new Engine().recover(JSON.parse(select.get(id).state));
    after = await step(engine, (listener) => engine.resume({ listener }));
    if (after.done !== (no === STEPS)) throw new Error(`step ${no} ended with ${after.done}`);
    update.run(after.state, after.done ? 1 : 0, id);
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const began = process.hrtime.bigint();
    const seconds = () => Number(process.hrtime.bigint() - began) / 1e9;
    let steps = 0;
    while (seconds() < Number(line)) {
      await one();
      steps += STEPS;
    }
    console.log(steps / seconds());
  }
}

main();
