"""Where secrets of others are kept: sealed with a key of each workspace, which is sealed with the master key.

AES-256-GCM throughout. What is sealed is bound to its workspace and purpose, so that rows that were swapped cannot be
opened. Master keys come from the settings or a file, never from the database: a copied database shows no token. The
first of them seals, those behind it only open what was sealed before; `concertmaster rotate-keys` seals anew.
"""

import base64
import binascii
import hashlib
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from bot.settings import VaultSettings
from handlers.turn import Moment
from storage import installations
from storage.store import Store
from storage.tables import DataKey

KEY = 32
"""Bytes of a key."""

NONCE = 12
"""Bytes of a nonce, drawn by chance for each sealing: no key here seals more than a few thousand times."""

LEFT_BEHIND = 60.0
"""Seconds after which a key file that was begun is what a crash has left: to write one takes milliseconds."""

OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO


class NoKey(RuntimeError):
    """There is no master key, or none that can be used; the message says why, and never what it holds."""


class Unopened(RuntimeError):
    """What is sealed cannot be opened: its key is not here, or it is not what was sealed for this purpose."""


class MasterKeys:
    """The master keys, by their names; read anew from the file when one is missing that a row names."""

    def __init__(self, settings: VaultSettings) -> None:
        self._settings = settings
        self._keys = self._read()

    def __repr__(self) -> str:
        return f"MasterKeys({', '.join(self._keys)})"

    @property
    def first(self) -> tuple[str, bytes]:
        """The name of the key that seals, and the key. Raises NoKey."""
        for name, key in self._keys.items():
            return name, key
        raise NoKey("none is set")

    def of(self, name: str) -> bytes:
        """One key. Raises Unopened when it is not here."""
        if name not in self._keys:
            # It may have been put into the file while we run.
            try:
                self._keys = self._read()
            except NoKey as problem:
                raise Unopened(str(problem)) from None
        if name not in self._keys:
            raise Unopened(f"the master key {name} is not here")
        return self._keys[name]

    def _read(self) -> Mapping[str, bytes]:
        said = self._settings.keys.get_secret_value() if self._settings.keys else ""
        if self._settings.key_file is not None:
            said += "\n" + _read_file(self._settings.key_file)
        keys = [_decoded(one) for one in said.replace(",", " ").split()]
        return {hashlib.sha256(b"concertmaster master key\0" + key).hexdigest()[:12]: key for key in keys}


def _read_file(file: Path) -> str:
    try:
        if os.name == "posix" and file.stat().st_mode & OTHERS_MAY:
            raise NoKey(f"{file} can be read by others: chmod 600 {file}")
        return file.read_text("ascii")
    except OSError as problem:
        raise NoKey(f"{file}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise NoKey(f"{file} holds something else than keys") from None


def _decoded(said: str) -> bytes:
    try:
        key = base64.b64decode(said, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY:
        raise NoKey("a key is 32 bytes, written in base64")
    return key


def add_key(file: Path) -> None:
    """Put a new master key before those of a file, which is made when it is new; nobody else may read it.

    Raises OSError; FileExistsError while somebody else is at it.
    """
    before = file.read_text("ascii") if file.exists() else ""
    new = file.with_name(file.name + ".new")
    if new.exists() and time.time() - new.stat().st_mtime > LEFT_BEHIND:
        new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(base64.b64encode(os.urandom(KEY)).decode() + "\n" + before)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


class Vault:
    """Seals and opens."""

    def __init__(self, keys: MasterKeys) -> None:
        self._keys = keys

    def __repr__(self) -> str:
        return "Vault()"

    def key_for(self, store: Store, moment: Moment, workspace_id: str) -> DataKey:
        """The key that the workspace's secrets are sealed with now; made when it has none under the first master key.

        Raises NoKey.
        """
        name, master = self._keys.first
        for known in installations.data_keys(store, workspace_id):
            if known.master == name:
                return known
        sealed = _seal(master, os.urandom(KEY), workspace_id, "data key")
        made = DataKey(id=moment.id(), workspace_id=workspace_id, master=name, sealed=sealed, made_at=moment.at)
        store.keep(made)
        return made

    def seal(self, key: DataKey, purpose: str, secret: SecretStr) -> str:
        """A secret, sealed for one purpose; nothing stays nothing."""
        said = secret.get_secret_value()
        return _seal(self._data_key(key), said.encode(), key.workspace_id, purpose) if said else ""

    def open(self, key: DataKey | None, purpose: str, sealed: str) -> SecretStr:
        """The secret that was sealed for that purpose. Raises Unopened."""
        if not sealed:
            return SecretStr("")
        if key is None:
            raise Unopened("its key is gone")
        return SecretStr(_open(self._data_key(key), sealed, key.workspace_id, purpose).decode())

    def _data_key(self, key: DataKey) -> bytes:
        return _open(self._keys.of(key.master), key.sealed, key.workspace_id, "data key")


def _bound(workspace_id: str, purpose: str) -> bytes:
    return f"{workspace_id}\0{purpose}".encode()


def _seal(key: bytes, secret: bytes, workspace_id: str, purpose: str) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, secret, _bound(workspace_id, purpose))).decode()


def _open(key: bytes, sealed: str, workspace_id: str, purpose: str) -> bytes:
    try:
        whole = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(whole[:NONCE], whole[NONCE:], _bound(workspace_id, purpose))
    except (InvalidTag, binascii.Error, ValueError):
        raise Unopened("it is not what was sealed here for this") from None


def fresh_secret(chance: Random) -> str:
    """256 bits of chance, as they can stand in an address."""
    return base64.urlsafe_b64encode(chance.randbytes(32)).decode().rstrip("=")


def digest(secret: str) -> str:
    """What of a secret that is given out is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
