"""Questions about the keys with which other systems sign the readings that they post."""

from sqlmodel import col, select

from storage.store import Store, given
from storage.tables import PostKey

_OF_WORKSPACE = select(PostKey).where(PostKey.workspace_id == given("workspace")).order_by(col(PostKey.id).desc())


def of_workspace(store: Store, workspace_id: str) -> list[PostKey]:
    """The keys of the workspace, the newest first; those that have ended by now among them."""
    return store.find(_OF_WORKSPACE, {"workspace": workspace_id})


_NAMED = select(PostKey).where(PostKey.id == given("key"))


def named(store: Store, key_id: str) -> PostKey | None:
    """The key with that id, whose ever it is: it says to which workspace what it signs belongs."""
    return store.first(_NAMED, {"key": key_id})
