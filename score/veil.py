"""What is sent outside without whose it is: names and addresses hidden behind numbers, and put back afterwards."""

import re
from collections.abc import Iterable, Sequence

from score.stems import Language, tells

_EMAIL = r"[^\s@<>()\[\],;:\"']+@[^\s@<>()\[\],;:\"']+\.[^\s@<>()\[\],;:\"'.]+"
_COVER = re.compile(r"\bPerson(\d+)\b")


class Veil:
    """Hides people's names, and whatever else is an e-mail address, in texts that are sent together.

    Each way in which a name is written is `Person1`, `Person2` and so on, the same one everywhere. A text that has
    such a word of its own gets that back as well.
    """

    def __init__(self, names: Iterable[str]) -> None:
        forms = sorted({form for name in names for form in (name, *name.split()) if len(form) > 1})
        # Somebody called Will or May is not meant by every sentence that has such a word.
        common = [form for form in forms if not all(tells(form.casefold(), one.stemmed_as) for one in Language)]
        others = [form for form in forms if form not in common]
        hides = [_EMAIL, _COVER.pattern, *_any_of(common, ""), *_any_of(others, "i")]
        self._hides = re.compile("|".join(hides))
        self._covers: dict[str, str] = {}

    @property
    def hidden(self) -> list[str]:
        """What was hidden, in the order of its numbers."""
        return list(self._covers)

    def over(self, text: str) -> str:
        """The text with everybody hidden."""
        return self._hides.sub(lambda found: self._cover(found[0]), text)

    def _cover(self, name: str) -> str:
        return self._covers.setdefault(name, f"Person{len(self._covers) + 1}")


def _any_of(forms: Sequence[str], flags: str) -> list[str]:
    # The longest first: "Ada Lovelace" is one person, not two.
    known = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return [rf"(?{flags}:(?<!\w)(?:{known})(?!\w))"] if known else []


def uncovered(text: str, hidden: Sequence[str]) -> str:
    """The text as it reads with everybody in it; a number behind which nobody is hidden stays."""

    def behind(found: re.Match[str]) -> str:
        number = int(found[1]) if len(found[1]) < 5 else 0
        return hidden[number - 1] if 0 < number <= len(hidden) else found[0]

    return _COVER.sub(behind, text)
