# SPDX-License-Identifier: MIT
"""Signing in to Trakt and MDBList, with and without an app, as one who sits at a terminal.

Run as: test_cli_login.py BUILD [unittest arguments]."""

import json
import os
import re
import unittest
import urllib.request

import qr
from test_cli import DONE, FAILED, KNOWN, Typed

CLIENT_ID = b"client ID of your app"
SECRET = b"client secret of your app; may be empty: "


class Trakt(Typed):
    def setUp(self):
        super().setUp()
        self.control({"device_interval": 1})

    def option(self, value):
        """With this app as the user's options have it."""
        path = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"trakt_client_id={value}\n")

    def credentials(self):
        path = os.path.join(self.home, "data/epimark/credentials.json")
        with open(path, encoding="utf-8") as file:
            return file.read()

    def bodies(self, path):
        """What was sent there, in its order."""
        with open(self.log, encoding="utf-8") as file:
            requests = [json.loads(line) for line in file]
        return [json.loads(r["body"]) for r in requests if r["path"].endswith(path)]

    def wait_for_page(self, terminal):
        """At the page's address and its code: the text up to there, and the code."""
        text = self.read_until(terminal, b" left ")
        code = re.search(rb"Open http://\S+/activate and type ([0-9A-F]{8}) to confirm\.", text)
        self.assertTrue(code, text)
        return text, code.group(1).decode()

    def sign_in(self, client_id, secret=None):
        """From the first question to the end; opens what the QR code says. What was said before
        the first question."""
        pid, terminal = self.start("login", "trakt")
        said = self.read_until(terminal, CLIENT_ID)
        self.read_until(terminal, b": ")
        os.write(terminal, client_id.encode() + b"\n")
        if secret is not None:
            self.read_until(terminal, SECRET)
            self.wait_for_echo(terminal, False)
            os.write(terminal, secret.encode() + b"\n")
        text, code = self.wait_for_page(terminal)
        link = qr.read(text.decode()).decode()
        self.assertEqual(link, f"{self.url}/trakt/activate/{code}")
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        ask.open(link, timeout=20).close()
        self.read_until(terminal, b"Signed in to trakt as viewer.")
        self.assertEqual(self.finish(pid), DONE)
        return said.decode()

    def rate(self):
        """What is rated arrives, with a token that has to be renewed first."""
        self.control({"expire": "trakt"})
        self.tool("mark", "--missing", "/tv/Breaking Bad/Breaking.Bad.S01E02.mkv")
        self.tool("rate", "8", "--last")
        self.run_tool("sync")
        self.assertEqual([r["rating"] for r in self.state()["ratings"]], ["8"])

    def two_sentences(self, said):
        """Without the question and the line on --values."""
        text = " ".join(said.split("(`epimark")[0].split())
        self.assertEqual(len(re.findall(r"\.(?: |$)", text)), 2, text)
        return text

    def test_the_app_of_the_option(self):
        """One types nothing, and confirms a page."""
        self.option(KNOWN["TRAKT_PUBLIC_ID"])
        text = self.two_sentences(self.sign_in(""))
        self.assertIn("press Enter", text)
        [code] = self.bodies("/oauth/device/code")
        self.assertEqual(set(code), {"client_id", "code_challenge", "code_challenge_method"})
        for body in self.bodies("/oauth/device/token"):
            self.assertEqual(set(body), {"client_id", "code", "code_verifier"})
        self.rate()
        [body] = self.bodies("/oauth/token")[-1:]
        self.assertEqual(set(body), {"client_id", "refresh_token", "redirect_uri", "grant_type"})
        self.assertNotIn("client_secret", self.credentials())
        self.assertNotIn(self.bodies("/oauth/device/token")[0]["code_verifier"],
                         self.credentials())
        self.assertEqual(self.tool("logout", "trakt"), "Signed out of trakt.\n")

    def test_an_own_app_without_its_secret(self):
        text = self.two_sentences(self.sign_in(KNOWN["TRAKT_ID"], ""))
        self.assertIn("none came with this epimark", text)
        self.assertIn("VIP members only", text)
        self.assertIn("code_challenge", self.bodies("/oauth/device/code")[0])
        self.rate()

    def test_an_own_app_with_its_secret(self):
        self.sign_in(KNOWN["TRAKT_ID"], KNOWN["TRAKT_SECRET"])
        self.assertEqual(self.bodies("/oauth/device/code"), [{"client_id": KNOWN["TRAKT_ID"]}])
        for body in self.bodies("/oauth/device/token"):
            self.assertEqual(set(body), {"client_id", "client_secret", "code"})
        self.rate()

    def test_an_own_app_above_that_of_the_option(self):
        self.option(KNOWN["TRAKT_PUBLIC_ID"])
        self.sign_in(KNOWN["TRAKT_ID"], "")
        self.assertEqual(self.bodies("/oauth/device/code")[0]["client_id"], KNOWN["TRAKT_ID"])

    def test_an_app_that_is_refused_is_said(self):
        self.option(KNOWN["TRAKT_FREE_ID"])
        pid, terminal = self.start("login", "trakt")
        self.read_until(terminal, b"client ID of your app; may be empty: ")
        os.write(terminal, b"\n")
        self.read_until(terminal, b"Trakt refuses the app with this client ID: ")
        self.assertEqual(self.finish(pid), FAILED)

    def test_an_app_that_is_revoked_later_is_said(self):
        self.option(KNOWN["TRAKT_PUBLIC_ID"])
        self.sign_in("")
        self.control({"app": {"id": KNOWN["TRAKT_PUBLIC_ID"], "refused": True}})
        for ends in (False, True):
            if ends:
                self.control({"expire": "trakt"})
            account = self.json("status", "trakt", "--json", status=FAILED)[0]
            self.assertIn("Trakt refuses the app with this client ID", account["error"])
            self.assertNotIn("no longer accepts", account["error"])

    def test_a_second_app_is_not_confirmed(self):
        """Of a free member: the page says so, and nothing is stored."""
        self.option(KNOWN["TRAKT_PUBLIC_ID"])
        self.control({"free_member": True})
        pid, terminal = self.start("login", "trakt")
        self.read_until(terminal, b"client ID of your app; may be empty: ")
        os.write(terminal, b"\n")
        self.wait_for_page(terminal)
        self.control({"device": "approve", "advance": 700})
        self.read_until(terminal, b"this code has expired")
        self.assertEqual(self.finish(pid), FAILED)
        self.assertFalse(self.json("status", "trakt", "--json", "--offline")[0]["signed_in"])

    def test_without_a_terminal(self):
        """Lines, in their order; an empty one is the app that is there."""
        self.option(KNOWN["TRAKT_PUBLIC_ID"])
        login = self.start_tool("login", "--page", "trakt")
        login.stdin.close()
        self.assertRegex(login.stdout.readline(), rb"^Open http\S+ and type \S+ to confirm\.$")
        self.control({"device": "approve"})
        self.assertIn(b"Signed in to trakt as viewer", login.stdout.read())
        self.assertEqual(login.wait(), DONE)


class Mdblist(Typed):
    def test_a_key_is_typed_unless_there_is_an_app(self):
        self.control({"device_interval": 1})
        pid, terminal = self.start("login", "mdblist")
        said = self.read_until(terminal, b"API key: ")
        self.assertIn(b"https://mdblist.com/preferences/#api", said)
        self.wait_for_echo(terminal, False)
        os.write(terminal, KNOWN["MDBLIST_KEY"].encode() + b"\n")
        self.assertNotIn(KNOWN["MDBLIST_KEY"].encode(),
                         self.read_until(terminal, b"Signed in to mdblist as viewer."))
        self.assertEqual(self.finish(pid), DONE)
        self.assertRegex(self.tool("status", "mdblist"),
                         r"signed in as viewer, 99\d of 1000 requests left today\n +allowed: "
                         r"plays, ratings\n\Z")
        account = self.json("status", "mdblist", "--json")[0]
        self.assertEqual((account["requests_a_day"], account["requests_left"] > 900), (1000, True))
        self.assertIsNone(self.json("status", "trakt", "--json")[0]["requests_a_day"])

    def test_an_app_of_the_options_leads_to_the_page(self):
        path = os.path.join(self.home, ".config/mpv/script-opts/epimark.conf")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"mdblist_client_id={KNOWN['MDBLIST_ID']}\n")
        self.control({"device_interval": 1})
        pid, terminal = self.start("login", "mdblist")
        self.read_until(terminal, b"client ID of an app; may be empty: ")
        os.write(terminal, b"\n")
        text = self.read_until(terminal, b" left ")
        code = re.search(rb"Open (http://\S+/oauth/device/) and type ([0-9A-F]{8}) ", text)
        self.assertTrue(code, text)
        link = qr.read(text.decode()).decode()
        self.assertEqual(link, f"{code.group(1).decode()}?user_code={code.group(2).decode()}")
        ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        ask.open(link, timeout=20).close()
        self.read_until(terminal, b"Signed in to mdblist as viewer.")
        self.assertEqual(self.finish(pid), DONE)
        self.assertRegex(self.tool("status", "mdblist"), r"token until 20\d\d")


if __name__ == "__main__":
    unittest.main(verbosity=2)
