import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Database } from './server.mts';

/** Between two looks at who waits, ms. */
const ROUND_MS = 5;

/** First key of the locks by which the gate lets a transaction go; no table has this number. */
const LEAVE = 1;

/**
 * Runs at the very end of a transaction, when all is written and nothing can be seen by others yet. The two sides
 * talk by advisory locks, which are seen at once and not only after a commit.
 */
const WAITING = `
	CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_advisory_xact_lock(TG_RELID::int, pg_backend_pid());
		WHILE NOT EXISTS (
			SELECT FROM pg_locks
			WHERE locktype = 'advisory' AND classid = ${LEAVE} AND objid::int = pg_backend_pid()
		) LOOP
			PERFORM pg_sleep(${ROUND_MS / 1000});
		END LOOP;
		RETURN NULL;
	END $$`;

const waitingAt = (table: string) => `
	CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()`;

const WHO_WAITS = `
	SELECT classid::int AS "table", objid::int AS pid FROM pg_locks
	WHERE locktype = 'advisory' AND objsubid = 2 AND classid <> ${LEAVE} AND granted`;

interface Guest {
	mayLeave: () => Promise<unknown>;
	hasCome: boolean;
}

/** Holds back the commits of a PostgreSQL that belongs to somebody else's program. */
export class Gate {
	/** Whoever is about to commit, by the number of the table. */
	private readonly expected = new Map<number, Set<Guest>>();

	/** Processes of the database that wait or were let go. */
	private readonly present = new Set<number>();

	private isOpen = true;

	private constructor(
		private readonly client: Client,
		private readonly numbers: Record<string, number>,
	) {}

	/** @param tables whose new rows are held back */
	static async open(database: Database, tables: string[]): Promise<Gate> {
		const client = new Client(database);
		await client.connect();
		await client.query(WAITING);
		const numbers: Record<string, number> = {};
		for (const table of tables) {
			await client.query(waitingAt(table));
			const { rows } = await client.query(`SELECT '${table}'::regclass::int AS number`);
			numbers[table] = (rows as Array<{ number: number }>)[0].number;
		}
		const gate = new Gate(client, numbers);
		gate.watching = gate.watch();
		return gate;
	}

	private watching: Promise<void> = Promise.resolve();

	/**
	 * Lets the next transaction that puts a row into this table commit when `mayLeave` says so. Others commit at once.
	 *
	 * @returns to be called when the request has been answered
	 */
	expect(table: string, mayLeave: () => Promise<unknown>): () => void {
		const guest = { mayLeave, hasCome: false };
		const number = this.numbers[table];
		const guests = this.expected.get(number) ?? new Set();
		this.expected.set(number, guests.add(guest));
		return () => void guests.delete(guest);
	}

	async close(): Promise<void> {
		this.isOpen = false;
		await this.watching;
		await this.client.end();
	}

	private async watch(): Promise<void> {
		while (this.isOpen) {
			const { rows } = await this.client.query<{ table: number; pid: number }>(WHO_WAITS);
			for (const { table, pid } of rows) {
				if (this.present.has(pid)) continue;
				this.present.add(pid);
				void this.welcome(table, pid);
			}
			for (const pid of this.present) {
				if (rows.some((row) => row.pid === pid)) continue;
				this.present.delete(pid);
				await this.client.query(`SELECT pg_advisory_unlock(${LEAVE}, ${pid})`);
			}
			await wait(ROUND_MS);
		}
	}

	private async welcome(table: number, pid: number): Promise<void> {
		const guest = [...(this.expected.get(table) ?? [])].find(({ hasCome }) => !hasCome);
		if (guest) guest.hasCome = true;
		await guest?.mayLeave();
		await this.client.query(`SELECT pg_advisory_lock(${LEAVE}, ${pid})`);
	}
}
