import { parentPort, workerData } from 'node:worker_threads';
import { writeShard, type Shard } from './shard';

writeShard(workerData as Shard, (rows) => {
  parentPort?.postMessage(rows);
}).catch((error: unknown) => {
  setImmediate(() => {
    throw error;
  });
});
