"""Checks an exported log by what the specifications say, with nothing of Almanac: hashlib, and openssl for Ed25519.

usage: log.py FOLDER [OLDER-CHECKPOINT]     says what it found, or ends with an AssertionError
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    """MTH of RFC 6962, 2.1, over hashes of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def ed25519(key, text, signature):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"key": bytes.fromhex("302a300506032b6570032100") + key, "text": text, "sig": signature}.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
        return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0


def open_checkpoint(path, verifier):
    """C2SP signed-note and tlog-checkpoint: origin, size, root."""
    name, key_id, data = verifier.split("+", 2)
    key = base64.b64decode(data)
    assert key[0] == 1 and sha256(name.encode() + b"\n" + key)[:4].hex() == key_id, "a key of another kind"
    with open(path, encoding="utf-8") as file:
        text, signatures = file.read().rsplit("\n\n", 1)
    text += "\n"
    dash, signer, signature = signatures.splitlines()[0].split(" ")
    signature = base64.b64decode(signature)
    assert dash == "\u2014" and signer == name and signature[:4].hex() == key_id, "signed by another"
    assert ed25519(key[1:], text.encode(), signature[4:]), "the signature does not fit"
    origin, size, top = text.splitlines()[:3]
    assert origin == name
    return int(size), base64.b64decode(top)


def tile(folder, level, number, width):
    name = f"{number % 1000:03}"
    while number >= 1000:
        number //= 1000
        name = f"x{number % 1000:03}/{name}"
    part = "" if width == 256 else f".p/{width}"
    with open(f"{folder}/tile/{level}/{name}{part}", "rb") as file:
        return file.read()


folder = sys.argv[1]
with open(f"{folder}/keys", encoding="utf-8") as file:
    verifier = file.read().splitlines()[-1]
size, top = open_checkpoint(f"{folder}/checkpoint", verifier)
leaves = []
for number in range((size + 255) // 256):
    bundle = tile(folder, "entries", number, min(256, size - number * 256))
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        leaves.append(sha256(b"\x00" + bundle[2:2 + length]))
        bundle = bundle[2 + length:]
assert len(leaves) == size, "entries are missing"
assert root(leaves) == top, "the root is another one"
hashes, level = leaves, 0
while hashes:
    for number in range((len(hashes) + 255) // 256):
        part = hashes[number * 256:number * 256 + 256]
        assert tile(folder, level, number, len(part)) == b"".join(part), f"tile {level}/{number} is another one"
    hashes = [root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
    level += 1
print(f"{size} leaves, {level} levels of tiles, signed by {verifier}")
if len(sys.argv) > 2:
    before, then = open_checkpoint(sys.argv[2], verifier)
    assert root(leaves[:before]) == then, "the older checkpoint is of another tree"
    print(f"goes on with the tree of {before}")
