import type { Road } from '../ledger.mts';
import { conditionIn, type Conditions } from './conditions.mts';
import { OAuth } from './oauth.mts';
import { listen, Refusal, type Fields } from './standIn.mts';

export const DRIVE = { hosts: ['www.googleapis.com'] };

const GOOGLE = 'application/vnd.google-apps.';

/** A drive behind the Google Drive API (v3), as far as n8n's node lists, reads and moves files. */
export interface GoogleDrive extends Road {
	oauth: OAuth;
	/** Makes an empty folder, and gives its ID. */
	createFolder(name: string): string;
	/** Puts a file into a folder, and gives its ID. */
	upload(folder: string, file: { name: string; mimeType: string; content: Buffer }): string;
	/** Moves a file, as a person does. */
	move(file: string, folder: string): void;
	/** Names of the files in a folder. */
	list(folder: string): string[];
}

interface File extends Fields {
	id: string;
	name: string;
	mimeType: string;
	parents: string[];
	content?: Buffer;
}

/** What can be made of the files of Google's own programs. */
const EXPORTS: Record<string, string[]> = {
	[`${GOOGLE}document`]: ['application/pdf', 'text/plain', 'text/html'],
	[`${GOOGLE}spreadsheet`]: [
		'application/pdf',
		'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	],
};

/** Conditions of a search that are understood. */
const CONDITIONS: Conditions<File> = [
	[/^'([\w-]+)' in parents$/, ({ parents }, folder) => parents.includes(folder)],
	[/^mimeType != '([^']+)'$/, ({ mimeType }, type) => mimeType !== type],
	[/^trashed = (false)$/, () => true],
];

export async function startGoogleDrive(): Promise<GoogleDrive> {
	const oauth = new OAuth();
	const files: File[] = [];

	const add = (file: Omit<File, 'id'>) => {
		const id = `1Drive_${String(files.length).padStart(4, '0')}-file`;
		files.push({ ...(file as File), id });
		return id;
	};
	const fileOf = (id: string) => {
		const file = files.find((one) => one.id === id);
		if (!file) throw refusal(404, 'notFound', `File not found: ${id}.`);
		return file;
	};
	const inFolder = (folder: string) =>
		files.filter(({ parents }) => parents.includes(fileOf(folder).id));

	const road = await listen((app) => {
		// n8n names a type also where it sends no body.
		app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
			done(null, JSON.parse(String(body) || '{}')),
		);
		oauth.guard(app, refusal(401, 'authError', 'Invalid Credentials').body);
		type Query = { Querystring: Record<string, string> };
		app.get<Query>('/drive/v3/files', ({ query }) => {
			const { q = '', corpora = 'user', fields = '', pageSize = '100' } = query;
			const isWide =
				query.includeItemsFromAllDrives === 'true' && query.supportsAllDrives === 'true';
			if (corpora !== 'user' && !isWide) {
				const both = 'includeItemsFromAllDrives and supportsAllDrives';
				throw refusal(403, 'teamDrivesParameter', `${both} have to be set.`);
			}
			const conditions = q.split(' and ').map(conditionOf);
			const [, folder] = /'([\w-]+)' in parents/.exec(q) ?? [];
			if (folder) fileOf(folder);
			const names = /files\(([^)]+)\)/.exec(fields)?.[1].split(/,\s*/) ?? [
				'id',
				'name',
				'mimeType',
			];
			const found = files.filter((file) => conditions.every((fits) => fits(file)));
			const start = Number(query.pageToken ?? 0);
			const end = start + Number(pageSize);
			return {
				files: found.slice(start, end).map((file) => shown(file, names)),
				...(end < found.length && { nextPageToken: String(end) }),
			};
		});
		type One = Query & { Params: { id: string } };
		app.get<One>('/drive/v3/files/:id', async ({ params, query }, reply) => {
			const file = fileOf(params.id);
			if (query.alt !== 'media')
				return shown(file, (query.fields ?? 'id,name,mimeType').split(','));
			if (file.mimeType.startsWith(GOOGLE)) {
				const message =
					'Only files with binary content can be downloaded. Use Export with Docs Editors files.';
				throw refusal(403, 'fileNotDownloadable', message);
			}
			return await reply.type(file.mimeType).send(file.content);
		});
		app.get<One>('/drive/v3/files/:id/export', async ({ params, query }, reply) => {
			const file = fileOf(params.id);
			const types = EXPORTS[file.mimeType];
			if (!types) {
				throw refusal(403, 'fileNotExportable', 'Export only supports Docs Editors files.');
			}
			if (!types.includes(query.mimeType)) {
				throw refusal(400, 'badRequest', 'The requested conversion is not supported.');
			}
			return await reply.type(query.mimeType).send(file.content);
		});
		app.patch<One>('/drive/v3/files/:id', ({ params, query }) => {
			const file = fileOf(params.id);
			const { addParents = '', removeParents = '' } = query;
			const removed = removeParents.split(',');
			const kept = file.parents.filter((parent) => !removed.includes(parent));
			if (addParents) fileOf(addParents);
			const parents = [...kept, ...(addParents ? [addParents] : [])];
			if (parents.length > 1) {
				throw refusal(403, 'cannotAddParent', 'Increasing the number of parents is not allowed');
			}
			file.parents = parents;
			return { kind: 'drive#file', ...shown(file, ['id', 'name', 'mimeType']) };
		});
	});

	return {
		...road,
		oauth,
		createFolder: (name) => add({ name, mimeType: `${GOOGLE}folder`, parents: ['root'] }),
		upload: (folder, file) => add({ ...file, parents: [fileOf(folder).id] }),
		move: (file, folder) => void (fileOf(file).parents = [fileOf(folder).id]),
		list: (folder) =>
			inFolder(folder)
				.map(({ name }) => name)
				.sort(),
	};
}

/** @throws Refusal 400 for a condition that is not stood in for */
function conditionOf(text: string): (file: File) => boolean {
	const fits = conditionIn(CONDITIONS, text);
	if (!fits) throw refusal(400, 'invalid', `Invalid Value: ${text}`);
	return fits;
}

const shown = (file: File, names: string[]) =>
	Object.fromEntries(names.map((name) => [name.trim(), file[name.trim()]]));

const refusal = (code: number, reason: string, message: string) =>
	new Refusal(code, { error: { code, message, errors: [{ message, domain: 'global', reason }] } });
