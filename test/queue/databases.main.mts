/** Starts PostgreSQL and Redis as the tests do, says where, and waits to be ended. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../host/ports.mts';
import { printReport } from '../host/progress.mts';
import { Janitor } from '../host/queue/janitor.mts';
import { createPostgres } from '../host/queue/postgres.mts';
import { createRedis } from '../host/queue/redis.mts';

const folder = await mkdtemp(join(tmpdir(), 'veryfi-queue-'));
await chmod(folder, 0o755);
const janitor = new Janitor(folder);
const [postgresPort, redisPort] = await freePorts(2);
const postgres = await createPostgres(join(folder, 'postgres'), postgresPort, janitor, printReport);
const redis = await createRedis(join(folder, 'redis'), redisPort, janitor, printReport);
await Promise.all([postgres.start(), redis.start()]);
console.log(JSON.stringify({ folder, ports: [postgresPort, redisPort] }));
setInterval(() => {}, 60_000);
