// Runs cells in one interpreter: what one defines the next one finds. As session.py.
'use strict';
(() => {
  const vm = require('vm');
  const util = require('util');
  const input = process.stdin;
  const out = process.stdout.write.bind(process.stdout);
  const err = process.stderr.write.bind(process.stderr);
  let data = Buffer.alloc(0);
  let number = 0;
  let last = Promise.resolve();
  globalThis.require = require;
  globalThis.module = module;
  const complain = (error) => err((error instanceof Error ? error.stack : util.inspect(error)) + '\n');
  process.on('uncaughtException', complain);
  process.on('unhandledRejection', complain);

  async function run(mark, code) {
    let status = 1;
    try {
      let value = vm.runInThisContext(code, { filename: `cell ${++number}` });
      if (value && typeof value.then === 'function') {
        value = await value;
      }
      if (value !== undefined) {
        out(util.inspect(value) + '\n');
      }
      status = 0;
    } catch (error) {
      complain(error);
    }
    for (const write of [out, err]) {
      write(`\0${mark}:${status}\n`);
    }
  }

  input.on('data', (piece) => {
    data = Buffer.concat([data, piece]);
    while (data.length >= 8) {
      const end = 8 + parseInt(data.subarray(0, 8).toString('ascii'), 16);
      if (data.length < end) {
        return;
      }
      const message = data.subarray(8, end);
      data = data.subarray(end);
      const first = message.indexOf(0);
      const second = message.indexOf(0, first + 1);
      const mark = message.subarray(0, first).toString('ascii');
      const code = message.subarray(second + 1).toString('utf8');
      last = last.then(() => run(mark, code));
    }
  });
  input.on('end', () => process.exit(0));
})();
