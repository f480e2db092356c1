// A step that writes has failed, or only its answer was lost: the same text in every bills-to-... example
// (examples/code/failed.cjs). The execution ends here and not there, so that retrying it alone ends here again and
// writes nothing. The execution that called it is the one to retry: it begins by looking for what is entered.
const { error } = $json;
const reason = error.cause?.message ?? error.message ?? error;
throw new Error(
	`${$prevNode.name} failed: ${reason}. Retry the execution that began with the Veryfi Trigger, or was called by another workflow: it looks for what is entered before it enters.`,
);
