// A node that writes has failed, or only its answer was lost: the same text in every bills-to-... example
// (examples/code/retry.cjs). The execution fails here and not there, so that its retry begins here: by a new
// attempt, which looks for what is booked already, and not by booking again.
const { execution, ...bill } = $('Attempt').item.json;

if (execution === $execution.id) {
	const { error } = $json;
	const reason = error.cause?.message ?? error.message ?? error;
	throw new Error(
		`${$prevNode.name} failed: ${reason}. Retry this execution: it looks for what is booked before it books.`,
	);
}
return { json: bill };
