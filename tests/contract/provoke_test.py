"""Everything that the contract promises happens: each status and each code of each operation is
provoked over the wire, and every answer on the way is as documented."""

import concurrent.futures
import contextlib
import json
import pathlib
import re
import subprocess
import unittest

import yaml

import refusals
from contract import Contract, path_of
from service import ROOT, TESTS, Service

HERE = pathlib.Path(__file__).parent
DOCUMENT = yaml.safe_load((ROOT / "api/openapi.yaml").read_text("utf-8"))
HOUSE = "/v1/communities/heping/houses/2-1-301"
OWNER = HOUSE + "/owner"
PATHS = {"community": "heping", "house": "2-1-301", "sequence": "462"}
# What each report must be asked with.
QUERIES = {name: "period=2026-07" for name in
           ("showCollectionRate", "showShortfall", "showStatement", "showNotice")}
PAYMENT = {"kind": "payment_received", "community": "heping", "business_date": "2026-11-02",
           "idempotency_key": "c-1", "house": "2-1-301", "amount": "100.00", "channel": "bank"}
OWNER_BODY = {"name": "张三", "phone": "13800000000", "from": "2020-05-01"}
CREDENTIALS = {"user": "wang", "password": "correct horse battery"}
BODIES = {"recordEvents": PAYMENT, "putOwner": OWNER_BODY, "signIn": CREDENTIALS}


class Provoked(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.contract = Contract(DOCUMENT)
        cls.service = Service(sample=True).__enter__()
        cls.addClassCleanup(cls.service.__exit__)
        scopes = {"committee": {"community": "heping"}, "subdistrict": {"subdistrict": "东风街道"},
                  "owner": {"community": "heping", "house": "2-1-301"}}
        cls.tokens = {role: cls.service.token(role, **scopes.get(role, {}))
                      for role in DOCUMENT["components"]["schemas"]["Role"]["enum"]}
        cls.service.user("wang", CREDENTIALS["password"], "finance_officer")
        cls.service.user("forgetful", CREDENTIALS["password"], "auditor")
        answer = cls.service.ask("POST", "/v1/session", CREDENTIALS)
        cls.session = {"Cookie": answer.headers["set-cookie"].split(";")[0]}
        cls.csrf = answer.json()["csrf_token"]

    # How operations are asked

    def target(self, operation, query=""):
        path = path_of(operation, PATHS)
        both = "&".join(part for part in (QUERIES.get(operation["operationId"], ""), query) if part)
        return f"{path}?{both}" if both else path

    def token_for(self, operation):
        """Of a role that may; None where nobody needs one."""
        return self.tokens[operation["x-roles"][0]] if "x-roles" in operation else None

    def ask(self, name, query="", body=None, **how):
        operation = self.contract.operations[name]
        how.setdefault("token", self.token_for(operation))
        if body is None:
            body = BODIES.get(name)
        return self.service.ask(operation["method"], self.target(operation, query), body, **how)

    def expect(self, exchange, status, code=None):
        self.assertEqual((exchange.status, exchange.code()), (status, code), exchange.body[:500])
        return exchange

    def each_with(self, status, code):
        """The operations that document it."""
        promises = self.contract.promises()
        return [operation for name, operation in self.contract.operations.items()
                if (name, status, code) in promises]

    # What holds for many

    def test_answers(self):
        for name, operation in self.contract.operations.items():
            if name in ("recordEvents", "signOut", "eraseOwner", "showOwner", "followEvents"):
                continue
            with self.subTest(name):
                self.expect(self.ask(name), 200)
        every = self.contract.operations["showReadiness"]
        self.expect(self.service.ask("HEAD", self.target(every)), 200)

    def test_answers_that_are_still_right(self):
        for operation in self.each_with(304, None):
            with self.subTest(operation["operationId"]):
                tag = self.ask(operation["operationId"]).headers["etag"]
                again = self.ask(operation["operationId"], headers={"If-None-Match": tag})
                self.expect(again, 304)
                self.assertEqual(again.headers["etag"], tag)

    def test_compressed_answers(self):
        asked = {"Accept-Encoding": "gzip"}
        for name in ("listEvents", "listHouses", "showArrears", "showContract"):
            plain, small = self.ask(name), self.ask(name, headers=asked)
            self.assertEqual(small.headers["content-encoding"], "gzip")
            self.assertEqual(small.body, plain.body)
            held = {"If-None-Match": small.headers["etag"]}
            self.expect(self.ask(name, headers=held), 304)

    def test_callers(self):
        for operation in self.each_with(401, "not_signed_in"):
            self.expect(self.ask(operation["operationId"], token=""), 401, "not_signed_in")
        for operation in self.each_with(401, "invalid_token"):
            self.expect(self.ask(operation["operationId"], token="mz_x"), 401, "invalid_token")
        for operation in self.each_with(403, "not_permitted"):
            others = [role for role in self.tokens if role not in operation["x-roles"]]
            for role in others:
                answer = self.ask(operation["operationId"], token=self.tokens[role])
                self.expect(answer, 403, "not_permitted")
        for operation in self.each_with(403, "foreign_origin"):
            foreign = {"Origin": "http://elsewhere.example"}
            self.expect(self.ask(operation["operationId"], headers=foreign), 403, "foreign_origin")
        for operation in self.each_with(403, "request_not_from_page"):
            answer = self.ask(operation["operationId"], token="", headers=self.session)
            self.expect(answer, 403, "request_not_from_page")
        for operation in self.contract.operations.values():
            if operation["operationId"] == "followEvents":
                continue  # it does not end
            if "finance_officer" in operation.get("x-roles", ()) and operation["method"] == "GET":
                answer = self.ask(operation["operationId"], token="", headers=self.session)
                self.assertIn(answer.status, (200, 404), operation["operationId"])

    def test_parameters(self):
        for operation in self.each_with(400, "malformed_request"):
            name = operation["operationId"]
            self.expect(self.ask(name, query="%FF=1"), 400, "malformed_request")
        for operation in self.each_with(400, "unknown_field"):
            name = operation["operationId"]
            if name not in ("recordEvents", "signIn"):
                answer = self.expect(self.ask(name, query="perod=1"), 400, "unknown_field")
                self.assertEqual(answer.json()["field"], "perod")
        for operation in self.each_with(400, "duplicate_field"):
            twice = [p for p in operation["parameters"] if p["in"] == "query"]
            if twice:
                name = twice[0]["name"]
                answer = self.ask(operation["operationId"], query=f"{name}=1&{name}=1")
                self.expect(answer, 400, "duplicate_field")
        for operation in self.each_with(503, "sequence_not_reached"):
            name = operation["operationId"]
            self.expect(self.ask(name, query="min_sequence=99999999"), 503, "sequence_not_reached")
            self.expect(self.ask(name, query="min_sequence=462"), 200)
            answer = self.ask(name, query="min_sequence=latest")
            self.expect(answer, 400, "malformed_value")
            answer = self.ask(name, query="min_sequence=99999999999999999999999")
            self.expect(answer, 400, "value_too_large")

    def test_ranges(self):
        for operation in self.each_with(400, "range_reversed"):
            name = operation["operationId"]
            has_days = any(p["name"] == "from" for p in operation["parameters"])
            query = "from=2026-07-02&to=2026-07-01" if has_days else \
                "through=2026-01" if name in QUERIES else "period=2026-07&through=2026-01"
            self.expect(self.ask(name, query=query), 400, "range_reversed")
        for operation in self.each_with(400, "missing_field"):
            name = operation["operationId"]
            if operation["method"] == "GET" and name not in ("listEvents", "followEvents"):
                target = path_of(operation, PATHS) + "?through=2026-07"
                token = self.token_for(operation)
                answer = self.service.ask("GET", target, token=token)
                self.expect(answer, 400, "missing_field")
        self.expect(self.ask("listEvents", query="house=2-1-301"), 400, "missing_field")
        self.expect(self.ask("listEvents", query="kind=payment"), 400, "unknown_kind")
        self.expect(self.ask("listEvents", query="from=yesterday"), 400, "malformed_value")
        self.expect(self.ask("listEvents", query="limit=1001"), 400, "value_too_large")
        self.expect(self.ask("listAuditTrail", query="cursor=17"), 400, "malformed_value")
        self.expect(self.ask("listAuditTrail", query="limit=99999"), 400, "value_too_large")
        self.expect(self.ask("showCollectionRate", query="by=house"), 400, "unknown_word")

    def test_things_that_are_not_there(self):
        def elsewhere(operation, name, value):
            path = path_of(operation, {**PATHS, name: value})
            query = QUERIES.get(operation["operationId"])
            body = BODIES.get(operation["operationId"])
            return self.service.ask(operation["method"], f"{path}?{query}" if query else path, body,
                                    token=self.token_for(operation))
        for operation in self.each_with(404, "unknown_community"):
            if "{community}" in operation["path"]:
                answer = elsewhere(operation, "community", "nowhere")
                self.expect(answer, 404, "unknown_community")
        for operation in self.each_with(404, "unknown_house"):
            if "{house}" in operation["path"]:
                self.expect(elsewhere(operation, "house", "9-9-999"), 404, "unknown_house")
        self.expect(self.ask("listEvents", query="community=nowhere"), 404, "unknown_community")
        answer = self.ask("listEvents", query="community=heping&house=9-9-999")
        self.expect(answer, 404, "unknown_house")
        show = self.contract.operations["showEvent"]
        self.expect(elsewhere(show, "sequence", "99999999"), 404, "unknown_sequence")
        self.expect(elsewhere(show, "sequence", "first"), 400, "malformed_value")
        token = self.tokens["auditor"]
        for path in ("/", "/v1", "/v1/events/", "/v1/communities/heping/balance", "/v1//heping"):
            self.expect(self.service.ask("GET", path, token=token), 404, "not_found")
        for operation in self.contract.operations.values():
            answer = self.service.ask("PATCH", path_of(operation, PATHS), token=token)
            self.expect(answer, 405, "method_not_allowed")

    def head(self, operation, *lines):
        """A request's header as bytes, signed in, with these lines."""
        token = self.token_for(operation)
        signed = [f"Authorization: Bearer {token}"] if token else []
        first = f"{operation['method']} {self.target(operation)} HTTP/1.1"
        return "\r\n".join([first, "Host: x", *signed, *lines, "", ""]).encode()

    def send(self, operation, sent):
        return self.service.send(operation["method"], self.target(operation), sent)

    def test_requests_that_are_too_large(self):
        for operation in self.each_with(413, "body_too_large"):
            answer = self.send(operation, self.head(operation, "Content-Length: 99999999999"))
            self.expect(answer, 413, "body_too_large")
        for operation in self.each_with(431, "header_too_large"):
            answer = self.send(operation, self.head(operation, "X-Padding: " + 70_000 * "x"))
            self.expect(answer, 431, "header_too_large")
        for operation in self.each_with(415, "unsupported_encoding"):
            coded = self.head(operation, "Content-Length: 1", "Content-Encoding: gzip")
            self.expect(self.send(operation, coded + b"x"), 415, "unsupported_encoding")

    def test_a_service_without_patience(self):
        with Service(server_body_timeout_ms=200, server_header_timeout_ms=200) as service:
            def slow(operation):
                head = self.head(operation, "Content-Length: 1")
                return service.send(operation["method"], self.target(operation), head)
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                for answer in pool.map(slow, self.each_with(408, "request_timeout")):
                    self.expect(answer, 408, "request_timeout")
            self.service.exchanges += service.exchanges
        with Service(server_most_connections=1) as service:
            with service.connect():
                for operation in self.each_with(503, "too_busy"):
                    answer = service.send(operation["method"], self.target(operation), b"")
                    self.expect(answer, 503, "too_busy")
            self.service.exchanges += service.exchanges

    def test_a_service_without_room(self):
        every = self.contract.operations["recordEvents"]
        large = self.head(every, f"Content-Length: {8 << 20}", "Expect: 100-continue")
        with contextlib.ExitStack() as others:  # that say they will send much, and do not
            for _ in range(8):
                connection = others.enter_context(self.service.connect())
                connection.sendall(large)
                self.assertIn(b"100 Continue", connection.recv(100))
            for operation in self.each_with(503, "overloaded"):
                head = self.head(operation, "Content-Length: 1")
                self.expect(self.send(operation, head), 503, "overloaded")

    # What is of one operation

    def test_events(self):
        def post(body, **how):
            return self.ask("recordEvents", body=body, **how)

        def bad(code, **changes):
            event = {name: value for name, value in {**PAYMENT, **changes}.items()
                     if value != "left out"}
            return self.expect(post(event), 400, code)

        self.expect(post(PAYMENT), 201)
        self.expect(post(PAYMENT), 200)
        self.expect(post({"mode": "each", "events": [PAYMENT, {"kind": "x"}]}), 200)
        keyless = {name: value for name, value in PAYMENT.items() if name != "idempotency_key"}
        self.expect(post(keyless, headers={"Idempotency-Key": "c-2"}), 201)
        self.expect(post(PAYMENT, headers={"Idempotency-Key": "c-2"}), 400, "keys_differ")
        several = {"mode": "atomic", "events": [PAYMENT]}
        self.expect(post(several, headers={"Idempotency-Key": "c-2"}), 400, "key_of_several")
        self.expect(post(b"{"), 400, "malformed_json")
        self.expect(post(b'{"kind":"a","kind":"b"}'), 400, "duplicate_field")
        bad("missing_field", amount="left out")
        bad("unknown_field", amuont="1.00")
        bad("unknown_kind", kind="payment")
        bad("unknown_word", channel="cheque")
        bad("wrong_type", amount=100)
        bad("malformed_value", amount="1e5")
        bad("too_many_decimals", amount="1.005")
        bad("value_too_large", amount="999999999999.00")
        bad("text_too_long", memo="长" * 201, idempotency_key="c-0")
        self.expect(post({"mode": "each", "events": []}), 400, "no_events")
        many = {"mode": "each", "events": [{}] * 10_001}
        self.expect(post(many), 413, "too_many_events")
        unknown = {"mode": "atomic", "events": [PAYMENT, {**PAYMENT, "house": "9-9-999",
                                                          "idempotency_key": "c-3"}]}
        answer = self.expect(post(unknown), 422, "unknown_house")
        self.assertEqual(answer.json()["index"], 1)

    def test_other_content(self):
        def post(body, content_type):
            return self.ask("recordEvents", body=body, headers={"Content-Type": content_type})

        self.expect(post(b"<event/>", "text/xml"), 415, "unsupported_media_type")
        buffers = "application/vnd.mingzhang.events+flatbuffers"
        self.expect(post(b"no buffer", buffers), 400, "malformed_buffer")

    def test_stream(self):
        operation = self.contract.operations["followEvents"]
        head = self.head(operation, "Last-Event-ID: 461")
        exchange = self.service.begin("GET", self.target(operation), head, b"\n\nid: 463")
        self.expect(exchange, 200)
        event = re.search(rb"\nid: 462\ndata: (.*)\n\n", exchange.body)[1]
        whole = {"$ref": "#/components/schemas/RecordedEvent"}
        self.assertEqual(self.contract.faults(whole, json.loads(event)), [])
        self.expect(self.ask("followEvents", query="after=now"), 400, "malformed_value")
        self.expect(self.ask("followEvents", query="after=99999999"), 404, "unknown_sequence")
        self.expect(self.ask("followEvents", query="community=nowhere"), 404, "unknown_community")
        answer = self.ask("followEvents", token=self.tokens["committee"])
        self.expect(answer, 400, "missing_field")

    def test_refusals(self):
        def post(body):
            return self.ask("recordEvents", body=body)

        def sequence_of(key):
            page = self.ask("listEvents", query="community=lab&limit=1000").json()
            return next(event["recorded"]["sequence"] for event in page["events"]
                        if event["idempotency_key"] == key)

        begun = post({"mode": "atomic", "events": refusals.begin()})
        self.expect(begun, 201)
        for code, event in refusals.refused(sequence_of):
            answer = post(event() if callable(event) else event)
            self.assertEqual(answer.code(), code, (event, answer.body.decode()))

    def test_owners(self):
        def put(body, status, code=None):
            return self.expect(self.ask("putOwner", body=body), status, code)

        self.expect(self.ask("eraseOwner"), 204)
        self.expect(self.ask("showOwner"), 404, "unknown_owner")
        put(OWNER_BODY, 200)
        self.expect(self.ask("showOwner"), 200)
        put(b"", 400, "malformed_json")
        put({}, 400, "missing_field")
        put(b'{"name":"a","name":"b"}', 400, "duplicate_field")
        put([], 400, "wrong_type")
        put({"name": "a", "email": "b"}, 400, "unknown_field")
        put({"name": "a", "from": "2020"}, 400, "malformed_value")
        put({"name": "a\u0000b"}, 400, "malformed_value")
        put({"name": "a", "phone": "1\n2"}, 400, "malformed_value")
        put({"name": "长" * 65}, 400, "text_too_long")

    def test_sessions(self):
        def sign_in(body, status, code=None):
            return self.expect(self.ask("signIn", body=body), status, code)

        sign_in(CREDENTIALS, 200)
        sign_in(b"", 400, "malformed_json")
        sign_in({"user": "wang"}, 400, "missing_field")
        sign_in({**CREDENTIALS, "remember": True}, 400, "unknown_field")
        sign_in(b'{"user":"a","user":"b"}', 400, "duplicate_field")
        sign_in({"user": "wang", "password": 1}, 400, "wrong_type")
        sign_in({"user": "wang", "password": "x" * 513}, 400, "text_too_long")
        for _ in range(5):
            sign_in({"user": "forgetful", "password": "wrong"}, 401, "wrong_password")
        sign_in({**CREDENTIALS, "user": "forgetful"}, 429, "locked_out")
        opened = self.ask("signIn")
        cookie = {"Cookie": opened.headers["set-cookie"].split(";")[0]}
        csrf = {"X-CSRF-Token": opened.json()["csrf_token"]}
        self.expect(self.ask("showSession", token="", headers=cookie), 200)
        self.expect(self.ask("signOut", token="", headers={**cookie, **csrf}), 204)
        answer = self.ask("showSession", token="", headers=cookie)
        self.expect(answer, 401, "not_signed_in")

    def test_every_page(self):
        for name in ("listEvents", "listAuditTrail"):
            cursor, pages = "", 0
            while cursor is not None and pages < 4:
                page = self.ask(name, query=f"limit=50{cursor}").json()
                cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
                pages += 1
        for kind in DOCUMENT["components"]["schemas"]["EventKind"]["enum"]:
            page = self.ask("listEvents", query=f"community=heping&kind={kind}&limit=2").json()
            self.assertTrue(page["events"], kind)
            for event in page["events"]:
                sequence = event["recorded"]["sequence"]
                token = self.tokens["auditor"]
                self.expect(self.service.ask("GET", f"/v1/events/{sequence}", token=token), 200)

    def test_every_report(self):
        for operation in self.contract.operations.values():
            if operation["tags"] != ["reports"]:
                continue
            for query in ("as_of=2026-08-15", "recorded_by=2148-01-01T00:00:00Z", "as_of=2020-01-01"):
                self.expect(self.ask(operation["operationId"], query=query), 200)
        self.expect(self.ask("showCollectionRate", query="by=building"), 200)
        self.expect(self.ask("showHouseStatement", query="from=2026-01-01&to=2026-06-30"), 200)


def load_tests(loader, tests, pattern):
    """One after the other, the judgement last."""
    return unittest.TestSuite([loader.loadTestsFromTestCase(Provoked),
                               loader.loadTestsFromTestCase(Judgement)])


class Judgement(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.contract = Provoked.contract
        self.exchanges = Provoked.service.exchanges

    def test_every_answer_was_as_documented(self):
        wrong = {}
        for exchange in self.exchanges:
            for fault in self.contract.check(exchange):
                wrong.setdefault(fault, f"{exchange.method} {exchange.target}")
        self.assertEqual(wrong, {})
        self.assertGreater(len(self.exchanges), 500)

    def test_every_promise_was_kept(self):
        seen = set()
        for exchange in self.exchanges:
            operation = self.contract.operation_of(exchange.method, exchange.target)
            if operation is None:
                continue
            is_indexed = exchange.code() and "index" in exchange.json()
            code = "index" if is_indexed else exchange.code()
            seen.add((operation["operationId"], exchange.status, code))
        elsewhere = yaml.safe_load((HERE / "provoked_elsewhere.yaml").read_text("utf-8"))
        promises = self.contract.promises()
        missing = {promise for promise in promises - seen if promise[2] not in elsewhere}
        self.assertEqual(sorted(missing, key=str), [])
        # Nothing is excused that could be shown after all, or that nobody promises.
        self.assertEqual({code for _, _, code in seen} & set(elsewhere), set())
        self.assertLessEqual(set(elsewhere), {code for _, _, code in promises})
        listed = subprocess.run([TESTS, "--gtest_list_tests"], capture_output=True, text=True,
                                check=True).stdout
        suite, tests = "", set()
        for line in listed.splitlines():
            suite = line.split()[0] if not line.startswith(" ") else suite
            tests.add(suite + line.split()[0])
        for code, excuse in elsewhere.items():
            self.assertIn(excuse["test"], tests, code)


if __name__ == "__main__":
    unittest.main()
