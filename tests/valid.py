#!/usr/bin/python3
"""valid.py [FILE | --schemas]: hold each line against share/schema, by python3-jsonschema.

A record's schema is that of its type; an action's is also that of its kind.  A key
that its schema does not name is wrong: what we write, we describe.  --schemas holds the
schemas themselves against theirs.
"""
import json
import os
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
from jsonschema import Draft202012Validator, RefResolver, SchemaError

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../share/schema")
REFERRED = "kinds.json", "action.json"  # what others refer to


class Schemas(dict):
    """By name of the file, read when one is asked for; an empty one: there is none."""

    def __missing__(self, name):
        try:
            with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
                self[name] = json.load(f)
        except FileNotFoundError:
            self[name] = {}
        return self[name]


schemas, validators = Schemas(), {}


def errors(name, record):
    """What the schema of that name says against the record."""
    if not schemas[name]:
        yield "no share/schema/" + name
        return
    if name not in validators:
        resolver = RefResolver(name, schemas[name], store={other: schemas[other] for other in REFERRED})
        validators[name] = Draft202012Validator(schemas[name], resolver=resolver)
    for e in validators[name].iter_errors(record):
        yield f"{'.'.join(map(str, e.absolute_path)) or 'record'}: {e.message}"


def complaints(line):
    def pairs(items):
        keys = [k for k, _ in items]
        assert len(keys) == len(set(keys)), "a key stands twice"
        return dict(items)

    try:
        record = json.loads(line, object_pairs_hook=pairs)
    except (ValueError, AssertionError) as e:
        yield str(e)
        return
    kind = record.get("type") if isinstance(record, dict) else None
    if not isinstance(kind, str):
        yield "no type"
        return
    yield from errors(kind + ".json", record)
    if kind == "action":
        yield from errors(f"action-{record.get('action')}.json", record)
    for key in record.keys() - schemas[kind + ".json"].get("properties", {}).keys():
        yield f"{key}: not in the schema of {kind}"


def unfit():
    """How many schemas are none."""
    bad = 0
    for name in sorted(os.listdir(FOLDER)):
        try:
            Draft202012Validator.check_schema(schemas[name])
        except SchemaError as e:
            bad += 1
            print(f"{name}: {e.message}", file=sys.stderr)
    return bad


def main():
    if sys.argv[1:] == ["--schemas"]:
        return 1 if unfit() else 0
    source = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
    n = bad = 0
    for n, line in enumerate(source, 1):
        for text in complaints(line):
            bad += 1
            print(f"line {n}: {text}\n  {line.rstrip()[:400]}", file=sys.stderr)
    if not n:
        print("no records", file=sys.stderr)
    return 1 if bad or not n else 0


sys.exit(main())
