/**
 * How the folders of `nodes/` may import each other: two sibling nodes on one shared floor.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Files that import each other can only be understood together.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-sibling',
			comment: 'What both nodes need belongs to nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/(Veryfi|VeryfiTrigger)/' },
			to: { path: '^nodes/(Veryfi|VeryfiTrigger)/', pathNot: '^nodes/$1/' },
		},
		{
			name: 'not-upwards',
			comment: 'What is shared knows no node.',
			severity: 'error',
			from: { path: '^(nodes/shared|credentials)/' },
			to: { path: '^nodes/(Veryfi|VeryfiTrigger)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
	},
};
