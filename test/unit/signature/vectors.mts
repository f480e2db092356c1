/**
 * Known answers: signatures made with CPython 3.11 by the Python sample of Veryfi's FAQ. Between
 * them they hold every case in which Veryfi's JavaScript and PHP samples go wrong.
 */
export const VECTOR_SECRET = 'kat-secret-0001';

export const VECTORS: ReadonlyArray<[body: string, signature: string]> = [
	[
		'{"event":"document.created","data":{"id":123456789,"created":"2021-10-20 15:27:26"}}',
		'+81LBihMyZp6xRcax6F248RWx+V1tGwFLA3Mrysvug8=',
	],
	[
		`{"event":"document.failed","data":{"id":123456789,"created":"2023-08-10 19:11:32","error":"Couldn't download file from provided url."}}`,
		'LUbVR4Y1je/YrmD7R7zTUVIcpTNLT3EtUTllW55gyis=',
	],
	[
		'{"event":"document.failed","data":{"id":1,"created":"2023-08-10 19:11:32","error":"Bad file, too big"}}',
		'Dbe8DnomqVhnobLknS1XgsY4XqGsNQ5wUc2Y9XWypCs=',
	],
	[
		`{"event":"document.failed","data":{"id":1,"created":"2023-08-10 19:11:32","error":"can't read \\"p.pdf\\""}}`,
		'I4UmCfGoCwYwQ7nAVOVI6SmenClTi3aFee8COZ2B48s=',
	],
	[
		'{"event":"document.failed","data":{"id":1,"created":"2023-08-10 19:11:32","error":null}}',
		'kRkJ1ynEgxOrcDODjemzhg3hJ3zQr+HGx34seYtuHk4=',
	],
	[
		'{"event":"document.created","data":{"id":[1031,1032,1033],"created":"2022-06-01 20:00:00"}}',
		'zL2QO6XJtU/iv2/8NLXnTOP+dEnd4YNLihirJayphus=',
	],
	[
		'{"event":"bank_statement_set.created","data":{"parent_id":42000,"id":[690001,690003,690004],"created":"2026-02-24 20:42:09"}}',
		'eivz9tMVSWJH0Gj1A+KB2LvBXIbyT9GpewCEQF/ENEQ=',
	],
	[
		'{"event":"bank_statement_set.failed","data":{"parent_id":42000,"id":[],"created":"2026-02-24 20:42:09"}}',
		'0VStO/hV+di09YrVuwAHNuAyR6RnP+VCCB/oopUfSRc=',
	],
	[
		'{"event":"document.failed","data":{"id":1,"error":"Caf\\u00e9 \\u2200 \\u00a0|\\u200b|\\ud83d\\ude00"}}',
		'gdu+gWFz6b5sl7C9ke3oCRvj3WqdObPSZZcBXdy7xPU=',
	],
	[
		'{"event":"x","data":{"id":9007199254740993,"a":1.0,"b":0.00001,"c":1e16,"t":true,"f":false}}',
		'f5sj8xMsTq9V7gCdAe+roZupPwscvyZffEcCUE72apI=',
	],
];
