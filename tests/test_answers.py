# SPDX-License-Identifier: MIT
"""What comes back from a service, through the tool: packed, moved elsewhere, many at once, and
whatever it may send instead of what it documents.

Run as: test_answers.py BUILD [unittest arguments]."""

import gzip
import http.server
import json
import os
import shutil
import threading
import unittest

import test_cli as cli

LOST = "/tv/Lost/Lost.S01E02.mkv"
LIMIT = 4 << 20

# Name, body, what the reader of JSON finds wrong with it (None: it is JSON, of another shape).
BAD = [
    ("HTML", "<!DOCTYPE html><html><body>SECRETWORD</body></html>", "a web page (HTML)"),
    ("empty", "", "empty"),
    ("null", "null", None),
    ("a number", "42", None),
    ("a text", '"SECRETWORD"', None),
    ("other types", '{"code":"x","id":{"SECRETWORD":1},"name":[7],"result":true}', None),
    ("rows of other types", '[{"show":"SECRETWORD","score":{}},7,null]', None),
    ("missing keys", '[{"SECRETWORD":1}]', None),
    ("cut off", '{"SECRETWORD":', "invalid JSON at byte 15"),
    ("two texts", '{}{"SECRETWORD":1}', "invalid JSON at byte"),
    ("invalid UTF-8", b'{"SECRETWORD":"\xc3\x28"}', "invalid JSON at byte 16"),
    ("keys twice", '{"id":1,"id":{},"name":"a","name":"SECRETWORD"}', None),
    ("numbers beyond 64 bits", '[{"show":{"id":123456789012345678901234567890,"name":"x"}}]', None),
    ("nested 1,000 deep", "[" * 1000 + "]" * 1000, "nested more than 32 deep"),
    ("4 MiB + 1", " " * (LIMIT + 1), "more than 4096 KiB"),
]


class Answering(http.server.BaseHTTPRequestHandler):
    """A service that says one thing to everybody, byte for byte."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        self.server.requests.append((self.command, self.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        try:
            self.wfile.write(self.server.body)
        except ConnectionError:
            pass  # it has read enough

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *args):
        pass


class Answers(cli.Served):
    def serve(self, body, status=200, **headers):
        """Starts such a service; its address is url."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        server.requests = []
        server.status = status
        server.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        server.body = body if isinstance(body, bytes) else body.encode()
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def stop():
            server.shutdown()
            thread.join()
            server.server_close()
        self.addCleanup(stop)
        return server


class Bad(Answers):
    def assert_one_line(self, text):
        self.assertEqual(len(text.splitlines()), 1, text)
        self.assertNotIn("SECRETWORD", text)

    def call_by_hand(self, body, why):
        server = self.serve(body)
        done = self.run_tool("--set", f"tvmaze_url={server.url}", "api", "tvmaze", "show", "id=1")
        if why is None:
            self.assertEqual(done.returncode, cli.DONE, done.stderr)
            json.loads(done.stdout)
            return
        self.assertEqual((done.returncode, done.stdout), (cli.FAILED, b""))
        said = done.stderr.decode()
        self.assert_one_line(said)
        self.assertRegex(said, r"^epimark: (TVmaze|127\.0\.0\.1) .*; try again later\n$")
        self.assertIn(why, said)

    def test_a_call_by_hand(self):
        """What is JSON is printed; what is none is one error."""
        for name, body, why in BAD:
            with self.subTest(name):
                self.call_by_hand(body, why)

    def look_up(self, body, why):
        server = self.serve(body)
        done = self.run_tool("--set", f"tvmaze_url={server.url}", "match", LOST)
        self.assertEqual((done.returncode, done.stderr), (cli.FAILED, b""))
        answer = json.loads(done.stdout)
        self.assertIsNone(answer["series"])
        self.assert_one_line(answer["reason"])
        self.assertRegex(answer["reason"], r"^(TVmaze|127\.0\.0\.1) .*; try again later$")
        self.assertIn(why or "an unexpected answer", answer["reason"])

    def test_a_look_up(self):
        """Never taken for a series that nobody knows."""
        for name, body, why in BAD:
            with self.subTest(name):
                self.look_up(body, why)

    def deliver(self, body):
        server = self.serve(body)
        done = self.run_tool("--set", f"tvmaze_user_url={server.url}", "sync")
        said = done.stdout.decode()
        self.assertEqual((done.returncode, done.stderr), (cli.FAILED, b""), said)
        self.assert_one_line(said)
        self.assertRegex(said, r"^1 identified, 0 sent, 1 waiting: \S.* not sent to TVmaze: \S")
        self.assertRegex(said, "TVmaze sent an unexpected answer|4096 KiB")
        self.assertEqual([method for method, _, _ in server.requests], ["PUT"])
        self.tool("sync")

    def test_a_delivery(self):
        """It waits, and goes out as soon as it is answered as it should be. Any object with 200
        says that the mark was taken, whatever else is in it."""
        self.login("tvmaze")
        self.tool("mark", "--missing", cli.BREAKING_BAD)
        prepared = self.env["XDG_DATA_HOME"]
        bad = [row for row in BAD if row[0] not in ("other types", "keys twice")]
        for times, (name, body, _) in enumerate(bad, 1):
            self.env["XDG_DATA_HOME"] = os.path.join(self.home, f"data{times}")
            shutil.copytree(prepared, self.env["XDG_DATA_HOME"])
            with self.subTest(name):
                self.deliver(body)
        self.assertEqual(self.places(self.state()["marks"]), [("Breaking Bad", 1, 2, len(bad))])


class Manners(Answers):
    def test_an_answer_may_be_packed(self):
        show = b'{"id":180,"name":"Firefly"}'
        server = self.serve(gzip.compress(show), Content_Encoding="gzip")
        answer = self.json("--set", f"tvmaze_url={server.url}", "api", "tvmaze", "show", "id=180")
        self.assertEqual(answer, json.loads(show))
        [(_, path, headers)] = server.requests
        self.assertEqual(path, "/shows/180")
        self.assertIn("gzip", headers["Accept-Encoding"])
        self.assertRegex(headers["User-Agent"], r"^epimark/\d+\.\d+\.\d+$")
        self.assertEqual(headers["User-Agent"].split("/")[1],
                         self.tool("version").split()[1])

    def test_nothing_is_said_to_another_place(self):
        """A service that sends us elsewhere: nobody is asked there, least of all with a key."""
        self.login("tvmaze", "tvdb", "trakt")
        elsewhere = self.serve("{}")
        calls = [("tvmaze_user_url", "tvmaze-user", "auth-validate"), ("tvdb_url", "tvdb", "user"),
                 ("trakt_url", "trakt", "settings"), ("tvmaze_url", "tvmaze", "show", "id=180")]
        for status in (301, 302, 303, 307, 308):
            for option, *call in calls:
                with self.subTest(status=status, option=option):
                    server = self.serve("", status, Location=elsewhere.url + "/other?key=1")
                    said = self.tool("--set", f"{option}={server.url}", "api", *call,
                                     status=cli.FAILED)
                    self.assertIn("redirects to another server", said)
        self.assertEqual(elsewhere.requests, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
