"""Whom a question names."""

from score.search import Question
from score.stems import stems
from score.words import alike
from storage import people, questions
from storage.store import Store
from storage.tables import Person


def somebody_in(store: Store, workspace_id: str, question: Question, *, but: str = "") -> Person | None:
    """Somebody whom a question names by handle, by first name or by all of it; not who has the id `but`."""
    said = f" {' '.join(question.said)} "
    for person_id, handle, name in questions.names(store, workspace_id):
        # Somebody called Will or May is not named by every question that begins with one.
        forms = [form for form in (alike(handle), alike(name), alike(name).split(" ")[0]) if stems(form, "english")]
        if person_id != but and any(f" {form} " in said for form in forms):
            return people.person(store, workspace_id, person_id)
    return None
