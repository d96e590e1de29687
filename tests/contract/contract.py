"""The contract (api/openapi.yaml) as something that exchanges can be held to."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import jsonschema

# Every answer has these, or may have them, whatever it is; HTTP defines them.
HEADERS_OF_HTTP = {"connection", "content-encoding", "content-length", "content-type", "date",
                   "keep-alive", "server", "transfer-encoding", "vary", "x-content-type-options",
                   "strict-transport-security", "content-security-policy", "referrer-policy"}
METHODS = ("get", "post", "put", "delete")


@dataclass
class Exchange:
    """One request and what came back. `headers` are the answer's, lower case."""
    method: str
    target: str
    status: int
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self):
        return self.headers.get("content-type", "")

    def json(self):
        return json.loads(self.body)

    def code(self):
        if self.content_type != "application/problem+json":
            return None
        return self.json()["code"]


class Contract:
    def __init__(self, document):
        self.document = document
        self._resolver = jsonschema.RefResolver.from_schema(document)
        self._validators = {}
        self.operations = {}  # by id
        self._paths = []
        for path, item in document["paths"].items():
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
            literal = path.count("{") == 0, -path.count("{")
            self._paths.append((literal, re.compile(pattern + r"\Z"), path))
            for method in METHODS:
                if method in item:
                    operation = dict(item[method], path=path, method=method.upper())
                    operation["parameters"] = [
                        self.resolve(p) for p in
                        item.get("parameters", []) + item[method].get("parameters", [])]
                    self.operations[operation["operationId"]] = operation
        self._paths.sort(key=lambda entry: entry[0], reverse=True)

    def resolve(self, value):
        while "$ref" in value:
            value = self._resolver.resolve(value["$ref"])[1]
        return value

    def faults(self, schema, instance):
        """What is wrong with the instance, in sentences."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = jsonschema.Draft202012Validator(schema, resolver=self._resolver)
        return [f"{error.json_path}: {error.message[:300]}"
                for error in self._validators[key].iter_errors(instance)]

    def operation_of(self, method, target):
        """None where the document has none."""
        path = urlsplit(target).path
        for _, pattern, template in self._paths:
            if pattern.match(path):
                for operation in self.operations.values():
                    same = operation["method"] == ("GET" if method == "HEAD" else method)
                    if same and operation["path"] == template:
                        return operation
                return None
        return None

    def responses_of(self, exchange):
        operation = self.operation_of(exchange.method, exchange.target)
        return operation["responses"] if operation else self.document["x-other-requests"]

    def response_of(self, exchange):
        response = self.responses_of(exchange).get(str(exchange.status))
        return self.resolve(response) if response else None

    def check(self, exchange):
        """Everything in which the exchange is not as the document says."""
        response = self.response_of(exchange)
        if response is None:
            return [f"status {exchange.status} is not documented"]
        return self._check_headers(response, exchange) + self._check_body(response, exchange)

    def _check_headers(self, response, exchange):
        faults = []
        documented = {name.lower(): self.resolve(header)
                      for name, header in response.get("headers", {}).items()}
        for name, header in documented.items():
            if name in exchange.headers:
                faults += [f"header {name}: {fault}"
                           for fault in self.faults(header["schema"], exchange.headers[name])]
            elif header.get("required"):
                faults.append(f"header {name} is missing")
        for name in exchange.headers:
            if name not in documented and name not in HEADERS_OF_HTTP:
                faults.append(f"header {name} is not documented")
        return faults

    def _check_body(self, response, exchange):
        content = response.get("content")
        if content is None:
            return [] if not exchange.body else ["a body where none is documented"]
        media = content.get(exchange.content_type)
        if media is None:
            return [f"content type {exchange.content_type!r} is not documented"]
        if exchange.method == "HEAD":
            return []
        text = exchange.body.decode("utf-8")
        is_json = "json" in exchange.content_type
        return self.faults(media["schema"], json.loads(text) if is_json else text)

    def codes_of(self, response):
        """The codes that a response can carry; {None} where it is no problem."""
        response = self.resolve(response)
        media = response.get("content", {}).get("application/problem+json")
        if media is None:
            return {None}
        schema = media["schema"]
        codes = set()
        for alternative in schema.get("oneOf", [schema]):
            properties = self.resolve(alternative)["properties"]
            codes |= set(self.resolve(properties["code"])["enum"])
        return codes

    def promises(self):
        """Every (operation, status, code) that is documented; the code is None for what is no problem.
        What an atomic batch adds to a status (any code, with an index) counts once, as "index"."""
        promised = set()
        for name, operation in self.operations.items():
            for status, response in operation["responses"].items():
                schema = (self.resolve(response).get("content", {})
                          .get("application/problem+json", {}).get("schema", {}))
                if "oneOf" in schema:
                    promised.add((name, int(status), "index"))
                    schema = schema["oneOf"][0]
                    codes = schema["properties"]["code"]["enum"]
                else:
                    codes = self.codes_of(response)
                promised |= {(name, int(status), code) for code in codes}
        return promised


def path_of(operation, values):
    """The operation's path with its variables filled in."""
    return re.sub(r"\{(\w+)\}", lambda match: unquote(values[match[1]]), operation["path"])
