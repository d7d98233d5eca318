# SPDX-License-Identifier: MIT
"""What a power cut leaves of a folder: a model of a disk that keeps no more than it has to."""

import os

SECTOR = 512

# How a disk may fail what was not synced: of names (made, renamed, removed) and of bytes.
#   drop      nothing of it is there
#   names     only the names are: files are as long as they were, but hold zeros
#   bytes     only the bytes are
#   order     all until some moment, nothing after it
#   sectors   each sector and each name by chance
WAYS = ("drop", "names", "bytes", "order", "sectors", "sectors")


class File:
    """Bytes on the disk, and what was done to them since they were synced."""

    def __init__(self, durable=b""):
        self.durable = bytearray(durable)
        self.pending = []  # (when, offset, bytes) written, or (when, size, None) cut or extended

    def now(self):
        return self.as_if(lambda when: True, lambda when: True)

    def as_if(self, has_piece, has_size):
        """Its bytes if these pieces of what was written were kept."""
        found = bytearray(self.durable)
        for when, offset, written in self.pending:
            if written is None:
                if has_size(when):
                    found[offset:] = b"\0" * (offset - len(found))
                continue
            at = 0
            while at < len(written):
                end = min(len(written), at + SECTOR - (offset + at) % SECTOR)
                if has_piece(when):
                    found += b"\0" * (offset + at - len(found))
                    found[offset + at:offset + end] = written[at:end]
                at = end
        return bytes(found)

    def sync(self):
        self.durable, self.pending = bytearray(self.now()), []


class Disk:
    """A folder, followed by the trace of a program that works in it."""

    def __init__(self, folder):
        self.names, self.inodes, self.pending, self.clock = {}, {}, [], 0
        for above, folders, files in os.walk(folder):
            inside = os.path.relpath(above, folder)
            for name in folders:
                self.names[os.path.normpath(os.path.join(inside, name))] = None
            for name in files:
                path = os.path.join(above, name)
                with open(path, "rb") as file:
                    found = File(file.read())
                self.inodes[os.stat(path).st_ino] = found
                self.names[os.path.normpath(os.path.join(inside, name))] = found

    def follow(self, path):
        """Does what a trace says; the calls in it, by their names."""
        with open(path, "rb") as trace:
            text = trace.read()
        calls, at = [], 0
        while at < len(text):
            end = text.index(b"\n", at)
            kind, _, rest = text[at:end].decode().partition(" ")
            at = end + 1
            self.clock += 1
            if kind == "k":
                calls.append(rest.split(" ", 1)[1])
            elif kind == "w":
                inode, offset, length = (int(word) for word in rest.split())
                self.change(inode, offset, text[at:at + length])
                at += length
            elif kind == "t":
                inode, size = (int(word) for word in rest.split())
                self.change(inode, size, None)
            elif kind == "s":
                if int(rest) in self.inodes:
                    self.inodes[int(rest)].sync()
            else:
                self.name(kind, rest)
        return calls

    def change(self, inode, offset, written):
        if inode in self.inodes:
            self.inodes[inode].pending.append((self.clock, offset, written))

    def name(self, kind, rest):
        if kind == "d":
            folder = rest
            for _, *step in [p for p in self.pending if os.path.dirname(p[2]) == folder]:
                apply(self.names, *step)
            self.pending = [p for p in self.pending if os.path.dirname(p[2]) != folder]
        elif kind == "c":
            inode, name = rest.split(" ", 1)
            self.inodes[int(inode)] = File()
            self.pending.append((self.clock, kind, name, self.inodes[int(inode)]))
        elif kind == "r":
            self.pending.append((self.clock, kind, *rest.split(" ")))
        else:
            self.pending.append((self.clock, kind, rest, None))

    def cut(self, random):
        """What is there when the power is back: bytes by name, None for a folder."""
        way = random.choice(WAYS)
        moment, odds = random.randrange(self.clock + 1), random.choice((0.1, 0.5, 0.9))

        def is_kept(when, what):
            if way == "order":
                return when <= moment
            return random.random() < odds if way == "sectors" else way == what

        names = dict(self.names)
        for when, *step in self.pending:
            if is_kept(when, "names"):
                apply(names, *step)
        left = {name: file and file.as_if(lambda when: is_kept(when, "bytes"),
                                          lambda when: is_kept(when, "names"))
                for name, file in names.items()}
        if way == "names":
            left = {name: file and file + b"\0" * (len(names[name].now()) - len(file))
                    for name, file in left.items()}
        return way, {name: file for name, file in left.items()
                     if os.path.dirname(name) in left or not os.path.dirname(name)}


def apply(names, kind, name, other):
    """Makes, removes or renames, as far as it is there."""
    if kind == "r":
        if name in names:
            names[other] = names.pop(name)
    elif kind == "u":
        names.pop(name, None)
    else:
        names[name] = other


def put(folder, left):
    """Puts that in place of a folder's content."""
    for above, folders, files in os.walk(folder, topdown=False):
        for name in folders + files:
            path = os.path.join(above, name)
            if os.path.relpath(path, folder) not in left:
                (os.unlink if name in files else os.rmdir)(path)
    for name, content in left.items():
        path = os.path.join(folder, name)
        if content is None:
            os.makedirs(path, mode=0o700, exist_ok=True)
            continue
        with open(path, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(content)
