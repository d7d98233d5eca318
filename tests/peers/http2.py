#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sends the tool's requests through Debian's nghttpx, which speaks HTTP/2 with a certificate of a
CA made here: they arrive as HTTP/2, over one connection. Called as http2.py STANDIN TOOL."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys

from standin import WAIT, Standin, skip, until

STANDIN, TOOL = sys.argv[1:3]
NGHTTPX = "/usr/sbin/nghttpx"  # where Debian has it; few users have that in their PATH
FOLDER = "/tv/Breaking Bad/Breaking.Bad"
NAMES = {
    f"{FOLDER}.S01E02.720p.mkv": ("Breaking Bad", "Cat's in the Bag..."),
    f"{FOLDER}.S01E03.720p.mkv": ("Breaking Bad", "...And the Bag's in the River"),
    "/tv/Firefly/Firefly.S01E01.mkv": ("Firefly", "The Train Job"),
}



def certify(folder):
    """A CA, and a certificate for localhost signed by it, as ca.pem, key.pem and cert.pem."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *fresh, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=Test CA", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl("req", *fresh, "-keyout", "key.pem", "-out", "cert.csr", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "names"), "w", encoding="utf-8") as file:
        file.write("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "cert.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "cert.pem")


def listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Proxy:
    """nghttpx in front of the stand-in until the end of the block."""

    def __init__(self, standin):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = os.path.join(standin.folder, f"access-{self.port}.log")
        self.process = subprocess.Popen(
            [NGHTTPX, f"--frontend=127.0.0.1,{self.port}", f"--backend=127.0.0.1,{standin.port}",
             "--conf=/dev/null", f"--accesslog-file={self.log}", "--workers=1",
             "--accesslog-format=$remote_port $alpn $status $request",
             f"--errorlog-file={standin.folder}/error.log",
             f"{standin.folder}/key.pem", f"{standin.folder}/cert.pem"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        until(lambda: listening(self.port), self.process, "nghttpx")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGQUIT)  # it ends once all is answered and logged
        self.process.wait(WAIT)

    def requests(self):
        """[(port of the client, protocol, status, request)], after the block."""
        with open(self.log, encoding="utf-8") as file:
            return [tuple(line.rstrip().split(" ", 3)) for line in file]


def match(standin, proxy, *options):
    env = {"PATH": os.environ["PATH"], "HOME": standin.folder, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [TOOL, *options, "--set", f"tvmaze_url=https://localhost:{proxy.port}/tvmaze", "match",
         *NAMES], env=env, capture_output=True, text=True, check=False, timeout=60)


def main():
    for program in (NGHTTPX, "openssl"):
        if not shutil.which(program):
            skip(f"there is no {program}")
    with Standin(STANDIN) as standin:
        certify(standin.folder)
        with Proxy(standin) as proxy:
            refused = match(standin, proxy)
        print(refused.stdout, refused.stderr, sep="")
        assert refused.returncode == 1, refused.returncode
        for line in refused.stdout.splitlines():
            answer = json.loads(line)
            assert answer["series"] is None, answer
            assert "certificate" in answer["reason"] and "ca_file" in answer["reason"], answer
        assert not proxy.requests(), proxy.requests()

        with Proxy(standin) as proxy:
            found = match(standin, proxy, "--set", f"ca_file={standin.folder}/ca.pem")
        print(found.stdout, found.stderr, *proxy.requests(), sep="\n")
        assert found.returncode == 0, found.returncode
        answers = [json.loads(line) for line in found.stdout.splitlines()]
        titles = [(a["series"]["title"], a["episodes"][0]["title"]) for a in answers]
        assert titles == list(NAMES.values()), titles
        clients, protocols, statuses, asked = map(set, zip(*proxy.requests()))
        assert protocols == {"h2"} and statuses == {"200"}, (protocols, statuses)
        assert len(asked) >= len(NAMES), asked
        assert len(clients) == 1, f"{len(clients)} connections"


main()
