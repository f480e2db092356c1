"""Signs deliveries as Veryfi's documented Python sample does: the referee of the cross-check.

Reads one body per line, in base64, from standard input. Writes one line per body: the signature
of its "data", or "-" where Python cannot read the body or finds no "data" in it.
The client secret is the only argument.
"""

import base64
import hashlib
import hmac
import json
import sys


def signature(data, client_secret):
    digest = hmac.new(
        client_secret.encode("utf-8"), msg=str(data).encode("utf-8"), digestmod=hashlib.sha256
    ).digest()
    return base64.b64encode(digest).decode("ascii")


def answer(body, client_secret):
    try:
        return signature(json.loads(body)["data"], client_secret)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return "-"


def main():
    client_secret = sys.argv[1]
    answers = (answer(base64.b64decode(line), client_secret) for line in sys.stdin.buffer)
    sys.stdout.write("\n".join(answers) + "\n")


if __name__ == "__main__":
    main()
