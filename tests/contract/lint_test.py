"""The contract by itself: it refers to what is there, is closed, and its examples are right.

`ops/lint --all` holds it against the schema of OpenAPI 3.1.
"""

import pathlib
import sys
import unittest

import jsonschema
import yaml

from contract import Contract

HERE = pathlib.Path(__file__).parent
DOCUMENT = yaml.safe_load((HERE.parents[1] / "api/openapi.yaml").read_text("utf-8"))


def walk(value, place=""):
    yield place, value
    items = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, f"{place}/{key}")


def schemas(contract):
    """Every schema with its place, those within schemas too."""
    def within(schema, place):
        yield place, schema
        for key in ("properties", "$defs"):
            for name, inner in schema.get(key, {}).items():
                if isinstance(inner, dict):
                    yield from within(inner, f"{place}/{name}")
        for key in ("allOf", "oneOf", "anyOf"):
            for index, inner in enumerate(schema.get(key, [])):
                yield from within(inner, f"{place}/{key}/{index}")
        if "items" in schema:
            yield from within(schema["items"], f"{place}/items")

    for name, schema in DOCUMENT["components"]["schemas"].items():
        yield from within(schema, name)
    for name, operation in contract.operations.items():
        for place, media in walk(operation):
            if isinstance(media, dict) and "schema" in media:
                yield from within(media["schema"], name + place)


class Lint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = Contract(DOCUMENT)

    def test_every_schema_is_one(self):
        keywords = {"$ref", "title", "description", "type", "enum", "const", "format", "pattern",
                    "minLength", "maxLength", "minimum", "maximum", "default", "items", "minItems",
                    "maxItems", "uniqueItems", "properties", "required", "minProperties",
                    "additionalProperties", "unevaluatedProperties", "allOf", "oneOf",
                    "discriminator", "examples"}
        for place, schema in schemas(self.contract):
            with self.subTest(place):
                jsonschema.Draft202012Validator.check_schema(schema)
                self.assertLessEqual(set(schema), keywords)

    def test_every_reference_resolves(self):
        used = set()
        for place, value in walk(DOCUMENT):
            if isinstance(value, dict) and isinstance(value.get("$ref"), str):
                used.add(value["$ref"])
                with self.subTest(place):
                    self.contract.resolve(value)
        for group, parts in DOCUMENT["components"].items():
            for name in parts if group != "securitySchemes" else ():
                self.assertIn(f"#/components/{group}/{name}", used, "nothing uses it")

    def test_every_object_is_closed(self):
        # What is only ever a part of a closed whole, and what stands for itself.
        parts = {"EventHeader", "EventFields"} | {
            reference["$ref"].rsplit("/", 1)[1]
            for reference in DOCUMENT["components"]["schemas"]["EventFields"]["oneOf"]}
        free = {"Contract/info", "Contract/paths", "Contract/components",
                "Contract/x-other-requests"}
        for place, schema in schemas(self.contract):
            if "object" not in schema.get("type", "") or place in free or place in parts:
                continue
            with self.subTest(place):
                self.assertFalse(schema.get("additionalProperties", True), "anything goes")
                self.assertLessEqual(set(schema.get("required", [])), set(schema["properties"]))

    def test_every_part_is_described(self):
        for name, operation in self.contract.operations.items():
            for member in ("summary", "description", "tags"):
                self.assertTrue(operation.get(member), f"{name} has no {member}")
            self.assertRegex(operation["summary"], "[\u4e00-\u9fff]", name)
        for name, schema in DOCUMENT["components"]["schemas"].items():
            self.assertTrue(schema.get("title"), name)

    def test_every_operation_has_an_example(self):
        for name, operation in self.contract.operations.items():
            bodies = [operation["requestBody"]] if "requestBody" in operation else []
            bodies += [self.contract.resolve(response)
                       for response in operation["responses"].values()]
            for body in bodies:
                for media in body.get("content", {}).values():
                    if "schema" not in media:  # bytes
                        continue
                    self.assertTrue("example" in media or "examples" in media, name)

    def test_examples_are_right(self):
        count = 0
        for place, value in walk(DOCUMENT):
            if not isinstance(value, dict) or "schema" not in value:
                continue
            examples = [one["value"] for one in value.get("examples", {}).values()]
            examples += [value["example"]] if "example" in value else []
            for example in examples:
                count += 1
                self.assertEqual(self.contract.faults(value["schema"], example), [], place)
        self.assertGreater(count, 80)

    def test_examples_of_schemas_are_right(self):
        kinds = {reference["$ref"] for reference in
                 DOCUMENT["components"]["schemas"]["EventFields"]["oneOf"]}
        for name, schema in DOCUMENT["components"]["schemas"].items():
            whole = {"$ref": f"#/components/schemas/{name}"}
            if whole["$ref"] in kinds:
                self.assertEqual(len(schema["examples"]), 1, name)
                whole = {"$ref": "#/components/schemas/NewEvent"}
            for example in schema.get("examples", []):
                self.assertEqual(self.contract.faults(whole, example), [], name)

    def test_a_wrong_event_is_seen(self):
        whole = {"$ref": "#/components/schemas/NewEvent"}
        event = DOCUMENT["components"]["schemas"]["PaymentReceived"]["examples"][0]
        self.assertEqual(self.contract.faults(whole, event), [])
        for change in ({"amuont": "1.00"}, {"amount": 1}, {"amount": "1.005"}, {"house": "a b"},
                       {"channel": "cheque"}, {"kind": "payment"}, {"period": "2026-01"}):
            self.assertNotEqual(self.contract.faults(whole, {**event, **change}), [], change)
        for name in ("amount", "community", "business_date"):
            without = {key: value for key, value in event.items() if key != name}
            self.assertNotEqual(self.contract.faults(whole, without), [], name)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
