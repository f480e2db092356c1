/** Settles as the given work does, or resolves at once when the execution is cancelled. */
export async function unlessCancelled(
	work: () => Promise<unknown>,
	signal?: AbortSignal,
): Promise<void> {
	if (signal?.aborted) return;
	let stop: (() => void) | undefined;
	const cancelled = new Promise<void>((resolve) => {
		stop = resolve;
		signal?.addEventListener('abort', resolve as () => void, { once: true });
	});
	try {
		await Promise.race([work(), cancelled]);
	} finally {
		if (stop) signal?.removeEventListener('abort', stop);
	}
}
