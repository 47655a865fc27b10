"""What platforms trust us with is sealed: a copied database shows none of it, and swapped rows do not open."""

import base64
import os
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from bot import cli
from bot.settings import VaultSettings
from bot.slack.tokens import REFRESH, TOKEN, purpose, resealed
from bot.vault import MasterKeys, NoKey, Unopened, Vault, add_key
from handlers.turn import Moment
from storage import installations
from storage.store import Store, open_engine, open_store
from storage.tables import Connection, DataKey, Door, Installation, Workspace
from tests.databases import Engines

AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
CANARY = SecretStr("xoxb-canary-of-the-vault")


def moment(seed: int = 1) -> Moment:
    return Moment(AT, Random(seed))


def a_key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


def vault_of(*keys: str) -> Vault:
    return Vault(MasterKeys(VaultSettings(keys=SecretStr(",".join(keys)))))


def settled(store: Store) -> tuple[Workspace, Connection]:
    ours = Workspace(id="w" * 32, name="Harbour", created_at=AT)
    connection = Connection(id="c" * 32, workspace_id=ours.id, door=Door.SLACK, external_id="T1")
    store.keep(ours, connection)
    return ours, connection


def installed(store: Store, vault: Vault, connection: Connection) -> Installation:
    key = vault.key_for(store, moment(), connection.workspace_id)
    one = Installation(
        id="i" * 32,
        workspace_id=connection.workspace_id,
        connection_id=connection.id,
        key_id=key.id,
        name="Harbour",
        token=vault.seal(key, purpose(TOKEN, connection.id), CANARY),
        refresh=vault.seal(key, purpose(REFRESH, connection.id), CANARY),
        bot_user="U0BOT",
        installed_at=AT,
    )
    store.keep(one)
    return one


def test_what_is_sealed_is_opened_for_its_purpose_alone(sqlite_engines: Engines) -> None:
    vault = vault_of(a_key(1))
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        key = vault.key_for(store, moment(), ours.id)
        sealed = vault.seal(key, "a token", CANARY)

        assert vault.open(key, "a token", sealed) == CANARY
        assert vault.seal(key, "a token", CANARY) != sealed, "a nonce was used twice"
        assert vault.key_for(store, moment(2), ours.id) == key
        with pytest.raises(Unopened):
            vault.open(key, "another token", sealed)
        with pytest.raises(Unopened):
            vault.open(DataKey(**{**key.model_dump(), "workspace_id": "x" * 32}), "a token", sealed)
        with pytest.raises(Unopened):
            vault.open(None, "a token", sealed)


def _flipped(sealed: str) -> str:
    raw = bytearray(base64.b64decode(sealed))
    raw[-1] ^= 1
    return base64.b64encode(bytes(raw)).decode()


@pytest.mark.parametrize("spoil", [_flipped, lambda sealed: sealed[:8], lambda _: "no base64", lambda _: "AAAA"])
def test_what_was_changed_does_not_open(spoil: Callable[[str], str], sqlite_engines: Engines) -> None:
    vault = vault_of(a_key(1))
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        key = vault.key_for(store, moment(), ours.id)
        with pytest.raises(Unopened):
            vault.open(key, "a token", spoil(vault.seal(key, "a token", CANARY)))


def test_nothing_that_is_shown_of_it_holds_a_secret(sqlite_engines: Engines) -> None:
    keys = MasterKeys(VaultSettings(keys=SecretStr(a_key(1))))
    vault = Vault(keys)
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        key = vault.key_for(store, moment(), ours.id)
        said = [repr(keys), repr(vault), repr(key), str(VaultSettings(keys=SecretStr(a_key(1))))]
        try:
            vault.open(key, "another", vault.seal(key, "a token", CANARY))
        except Unopened:
            said.append(traceback.format_exc())
        try:
            vault_of(a_key(1)[:-6])
        except NoKey:
            said.append(traceback.format_exc())

    assert "Unopened" in said[-2]
    assert [one for one in said if CANARY.get_secret_value() in one or a_key(1)[:-6] in one] == []


def test_a_copied_database_shows_no_token(sqlite_engines: Engines) -> None:
    vault = vault_of(a_key(1))
    with open_store(sqlite_engines.writer) as store:
        installed(store, vault, settled(store)[1])
    with open_store(sqlite_engines.writer) as store:
        raw = store.connection.connection.dbapi_connection
        assert raw is not None
        dump = "\n".join(raw.iterdump())

    assert "Harbour" in dump
    assert CANARY.get_secret_value() not in dump
    assert "canary" not in dump


def test_keys_are_changed_while_others_run_and_the_old_one_reads_until_it_is_done(sqlite_engines: Engines) -> None:
    old, both = vault_of(a_key(1)), vault_of(a_key(2), a_key(1))
    with open_store(sqlite_engines.writer) as store:
        ours, connection = settled(store)
        before = installed(store, old, connection)
    with open_store(sqlite_engines.writer) as store:
        (old_key,) = installations.data_keys(store, ours.id)
        assert both.open(old_key, purpose(TOKEN, connection.id), before.token) == CANARY
        assert resealed(store, both, moment(3), ours.id) == 1
    with open_store(sqlite_engines.writer) as store:
        (after,), (key,) = installations.of_workspace(store, ours.id), installations.data_keys(store, ours.id)
        assert resealed(store, both, moment(4), ours.id) == 0, "a second time changes nothing"

        new = vault_of(a_key(2))
        assert new.open(key, purpose(TOKEN, connection.id), after.token) == CANARY
        assert new.open(key, purpose(REFRESH, connection.id), after.refresh) == CANARY
        with pytest.raises(Unopened):
            old.open(key, purpose(TOKEN, connection.id), after.token)


def test_without_the_old_key_nothing_is_changed(sqlite_engines: Engines) -> None:
    with open_store(sqlite_engines.writer) as store:
        ours, connection = settled(store)
        before = installed(store, vault_of(a_key(1)), connection)
    with pytest.raises(Unopened), open_store(sqlite_engines.writer) as store:
        resealed(store, vault_of(a_key(2)), moment(5), ours.id)
    with open_store(sqlite_engines.writer) as store:
        (after,) = installations.of_workspace(store, ours.id)
        assert after.model_dump() == before.model_dump()


def test_a_key_that_comes_into_the_file_while_we_run_is_read(tmp_path: Path, sqlite_engines: Engines) -> None:
    file = tmp_path / "master.key"
    add_key(file)
    running = Vault(MasterKeys(VaultSettings(key_file=file)))
    add_key(file)
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        other = Vault(MasterKeys(VaultSettings(key_file=file)))
        key = other.key_for(store, moment(), ours.id)

        assert running.open(key, "a token", other.seal(key, "a token", CANARY)) == CANARY
        assert len(file.read_text("ascii").split()) == 2


def test_a_key_file_that_cannot_be_read_any_more_opens_nothing_and_says_why(
    tmp_path: Path, sqlite_engines: Engines
) -> None:
    file = tmp_path / "master.key"
    add_key(file)
    running = Vault(MasterKeys(VaultSettings(key_file=file)))
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        other = vault_of(a_key(7))
        key = other.key_for(store, moment(), ours.id)
        sealed = other.seal(key, "a token", CANARY)
        file.chmod(0o644)
        with pytest.raises(Unopened, match="chmod 600"):
            running.open(key, "a token", sealed)


def test_an_organisation_that_nobody_connected_gets_no_key(sqlite_engines: Engines) -> None:
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        assert resealed(store, vault_of(a_key(1)), moment(), ours.id) == 0
        assert installations.data_keys(store, ours.id) == []


def test_what_a_crash_has_left_of_a_new_key_is_in_nobodys_way(tmp_path: Path) -> None:
    file, left = tmp_path / "master.key", tmp_path / "master.key.new"
    add_key(file)
    left.write_text("half of a ke", "ascii")
    with pytest.raises(FileExistsError):
        add_key(file)
    long_ago = left.stat().st_mtime - 61
    os.utime(left, (long_ago, long_ago))
    add_key(file)

    assert len(file.read_text("ascii").split()) == 2
    assert not left.exists()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("said", ["", "short", a_key(1)[:-4], "\u00e9" * 44])
def test_what_is_no_key_is_refused(said: str, tmp_path: Path, sqlite_engines: Engines) -> None:
    file = tmp_path / "master.key"
    file.write_text(said, "utf-8")
    file.chmod(0o600)
    with open_store(sqlite_engines.writer) as store:
        ours, _ = settled(store)
        with pytest.raises(NoKey):
            Vault(MasterKeys(VaultSettings(key_file=file))).key_for(store, moment(), ours.id)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    add_key(file)
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o644)
    with pytest.raises(NoKey, match="chmod 600"):
        MasterKeys(VaultSettings(key_file=file))
    with pytest.raises(NoKey, match="No such file"):
        MasterKeys(VaultSettings(key_file=tmp_path / "none"))


# The command


def test_rotating_makes_a_key_and_seals_everything_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["rotate-keys", "--new"]) == cli.UNREADABLE
    assert "CONCERTMASTER_VAULT__KEY_FILE" in capsys.readouterr().err
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEY_FILE", str(tmp_path / "master.key"))
    assert cli.main(["rotate-keys"]) == cli.UNREADABLE, "there is no such file yet"
    add_key(tmp_path / "master.key")
    assert cli.main(["rotate-keys"]) == cli.UNREADABLE, "nor a database"
    cli.main(["migrate"])
    engine = open_engine("sqlite:///.concertmaster/concertmaster.db")
    with open_store(engine) as store:
        vault = Vault(MasterKeys(VaultSettings(key_file=tmp_path / "master.key")))
        installed(store, vault, settled(store)[1])
    capsys.readouterr()

    assert cli.main(["rotate-keys", "--new"]) == cli.CLEAN
    assert "One installation was sealed anew" in capsys.readouterr().out
    assert cli.main(["rotate-keys"]) == cli.CLEAN
    new = (tmp_path / "master.key").read_text("ascii").split()[0]
    (tmp_path / "master.key").write_text(new, "ascii")
    with open_store(engine) as store:
        (one,) = installations.of_workspace(store, "w" * 32)
        (key,) = installations.data_keys(store, "w" * 32)
        assert vault_of(new).open(key, purpose(TOKEN, "c" * 32), one.token) == CANARY
    (tmp_path / "master.key").write_text(a_key(9), "ascii")
    assert cli.main(["rotate-keys"]) == cli.UNREADABLE
    assert "begin again" in capsys.readouterr().err
    engine.dispose()


def test_a_key_is_made_by_one_at_a_time_and_the_other_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "master.key"
    add_key(file)
    before = file.read_text("ascii")
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEY_FILE", str(file))
    (tmp_path / "master.key.new").touch()

    assert cli.main(["rotate-keys", "--new"]) == cli.UNREADABLE
    assert "master.key.new" in capsys.readouterr().err
    assert file.read_text("ascii") == before
