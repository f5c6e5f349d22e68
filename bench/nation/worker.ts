import { parentPort, workerData } from 'node:worker_threads';
import { Nation } from './Nation';
import { writeShard } from './shard';
import type { Task } from './Writers';

const { shard, size, base } = workerData as Task;
const nation = new Nation(size, base);

parentPort?.once('message', () => {
  writeShard(nation, shard, (rows) => {
    parentPort?.postMessage(rows);
  }).then(
    () => parentPort?.close(),
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});
