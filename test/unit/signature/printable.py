"""Prints, as JSON, the Unicode version of this Python and the code points that it prints as they
are, as a flat list of first and last of each run."""

import json
import unicodedata

runs = []
inside = False
for code_point in range(0x110000):
    if chr(code_point).isprintable() != inside:
        inside = not inside
        runs.append(code_point if inside else code_point - 1)
print(json.dumps({"unicode": unicodedata.unidata_version, "runs": runs}))
