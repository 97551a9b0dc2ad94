"""Validates lines of JSON on standard input: validate_events.py SCHEMA. One line a fault, exit 1."""
import json
import sys

import jsonschema


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = {
        name: jsonschema.Draft7Validator(definition)
        for name, definition in schema["definitions"].items()
    }
    faults = 0
    for number, line in enumerate(sys.stdin, 1):
        document = json.loads(line)
        name = document.get("event", "none")
        found = [f"no definition of event '{name}'"]
        if name in validator:
            found = [fault.message for fault in validator[name].iter_errors(document)]
        for message in found:
            print(f"line {number}: {message}: {line.strip()}")
            faults += 1
    return 1 if faults else 0


sys.exit(main())
