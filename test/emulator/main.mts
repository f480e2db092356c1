/** The emulator as a program of its own: `npm run emulator -- --port 8787`. */
import { once } from 'node:events';
import { startEmulator } from './index.mts';
import { credentialNames, help, kebab, readOptions } from './options.mts';

async function main(): Promise<void> {
	const { wantsHelp, port, host, credentials, switches } = readOptions(process.argv.slice(2));
	if (wantsHelp) return console.log(help());
	const emulator = await startEmulator({ port, host, ...credentials, ...switches });
	for (const name of credentialNames)
		console.log(`${kebab(name).padEnd(14)} ${emulator.credentials[name]}`);
	console.log(`Veryfi emulator ready at ${emulator.baseUrl}`);
	await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	await emulator.stop();
}

main().catch((error: Error) => {
	console.error(`${error.message}\nSee --help for the options.`);
	process.exitCode = 1;
});
