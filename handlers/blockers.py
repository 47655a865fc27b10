"""What stops people: offers of help, whose decision it is, and how it was cleared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers import fronts
from handlers.cards import Card, Form
from handlers.guards import Reached, need_teammates_blocker, reached, score_now, stands_for
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, deliver, invitation, stand
from handlers.views import blockers as view
from prompts import phrase
from score.attention import Occasion
from score.cadence import local_day
from score.words import Unreadable, alike, clean_line
from storage import blockers, checkins, deliveries, digests, people, scores
from storage.store import Store
from storage.tables import Blocker, DeliveryState, Hand, Person, Wording


def offer(turn: Turn, store: Store, _: None = None) -> Reply:
    """Offer a hand, and tell the one who is stuck; a second time changes nothing.

    Of several who offer while the first is still to be told, all stand in that one message.
    """
    blocker = need_teammates_blocker(turn, store, turn.value)
    about = {"blocker": blocker.id, "helper": turn.person.id}
    if blocker.cleared_at is not None or blocker.person_id == turn.person.id:
        raise Refused("blockers.needs_nobody", **about)
    stuck = people.person(store, blocker.workspace_id, blocker.person_id)
    hears = reached(store, stuck, turn.at, Occasion.HELP)
    answer = Answer(How.CARD, "blockers.thanks", {**about, "told": "yes" if hears else "no"})
    before = blockers.helpers(store, blocker)
    if any(one.id == turn.person.id for one in before):
        return Reply(answer)
    hand = Hand(
        id=turn.id(),
        workspace_id=blocker.workspace_id,
        blocker_id=blocker.id,
        person_id=turn.person.id,
        offered_at=turn.at,
    )
    store.keep(hand)
    deliveries.amend(store, blocker.workspace_id, f"blocker:{blocker.id}")
    fronts.redraw(turn, store, blocker.workspace_id, blocker.person_id)
    if hears is None or _waits(store, blocker, before, hears):
        return Reply(answer)
    subject = _offering(blocker, turn.person.id)
    shown, delivery = stand(turn, hears.place, "blockers.offered", about, subject=subject, not_before=hears.at)
    return Reply(answer, shown=[shown], deliveries=[delivery])


def _offering(blocker: Blocker, helper_id: str) -> str:
    return f"offers:{blocker.id}:{helper_id}"


def _waits(store: Store, blocker: Blocker, before: Sequence[Person], hears: Reached) -> bool:
    """Whether an offer of somebody before is still to go out: it names this one too, and nothing else is sent."""
    for subject in (_offering(blocker, one.id) for one in before):
        shown = deliveries.shown(store, blocker.workspace_id, hears.place.id, subject)
        message = deliveries.message_of(store, blocker.workspace_id, shown.id) if shown else None
        if message is not None and message[0].state is DeliveryState.PLANNED:
            # Should it be on its way already, it is amended.
            deliveries.amend(store, blocker.workspace_id, subject)
            return True
    return False


def take(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take a blocker on, and tell the one who is stuck; one at most has it, and a second time changes nothing."""
    blocker_id, _space, day = turn.value.partition(" ")
    blocker = _to_take(turn, store, blocker_id)
    about = {"blocker": blocker.id, "taker": turn.person.id}
    if blocker.cleared_at is not None or blocker.person_id == turn.person.id:
        raise Refused("blockers.needs_nobody", **about)
    answer = Answer(How.CARD, "blockers.yours", about)
    if blocker.taken_by == turn.person.id:
        return Reply(answer)
    if _taker(store, blocker) is not None:
        raise Refused("blockers.has_somebody", **about)
    store.change(blocker, taken_by=turn.person.id, taken_at=turn.at)
    _amended(turn, store, blocker, day)
    return _told_of_taking(turn, store, blocker, answer)


def give_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Somebody else may take it on after all; who is stuck reads so where they were told."""
    blocker = checkins.blocker(store, turn.person.workspace_id, turn.value)
    if blocker is None or blocker.taken_by not in (None, turn.person.id):
        raise Refused("home.not_there")
    if blocker.taken_by is None:
        # It is for those alone who might have had it to read that nobody has.
        _to_take(turn, store, blocker.id)
    else:
        _amended(turn, store, blocker)
        store.change(blocker, taken_by=None, taken_at=None)
    return Reply(Answer(How.CARD, "blockers.yours", {"blocker": blocker.id, "taker": turn.person.id}))


def _to_take(turn: Turn, store: Store, blocker_id: str) -> Blocker:
    """A blocker that was told to a team of the person's, or that they were asked to decide."""
    blocker = checkins.blocker(store, turn.person.workspace_id, blocker_id)
    if blocker is not None and blocker.passed_to == turn.person.id:
        return blocker
    return need_teammates_blocker(turn, store, blocker_id)


def _taker(store: Store, blocker: Blocker) -> Person | None:
    """Who has taken it on and is still here."""
    return people.here(store, blocker.workspace_id, blocker.taken_by)


def _taking(blocker: Blocker, taker_id: str) -> str:
    return f"taken:{blocker.id}:{taker_id}"


def _told_of_taking(turn: Turn, store: Store, blocker: Blocker, answer: Answer) -> Reply:
    stuck = people.person(store, blocker.workspace_id, blocker.person_id)
    hears = reached(store, stuck, turn.at, Occasion.HELP)
    subject = _taking(blocker, turn.person.id)
    if hears is None or deliveries.shown(store, blocker.workspace_id, hears.place.id, subject) is not None:
        return Reply(answer)
    shown, delivery = stand(turn, hears.place, "blockers.taken", answer.about, subject=subject, not_before=hears.at)
    return Reply(answer, shown=[shown], deliveries=[delivery])


def clear(turn: Turn, store: Store, _: None = None) -> Reply:
    """It is no longer in the way: said by who was stuck, by who was asked to decide, or by who took it on."""
    blocker = _at_hand(turn, store, turn.value)
    if blocker.cleared_at is None:
        store.change(blocker, cleared_at=turn.at, cleared_by=turn.person.id)
        _amended(turn, store, blocker)
    return Reply(Answer(How.CARD, "blockers.cleared", {"blocker": blocker.id}))


def reopen(turn: Turn, store: Store, _: None = None) -> Reply:
    """It is in the way after all."""
    blocker = _at_hand(turn, store, turn.value)
    if blocker.cleared_at is not None:
        store.change(blocker, cleared_at=None, cleared_by=None)
        _amended(turn, store, blocker)
    return Reply(Answer(How.CARD, "blockers.open_again", {"blocker": blocker.id}))


def open_helped(turn: Turn, store: Store) -> Reply:
    """Open the form that asks what helped."""
    return Reply(Answer(How.FORM, "blockers.helped_form", {"blocker": _at_hand(turn, store, turn.value).id}))


def helped(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep what helped, for the next one who is stuck there."""
    blocker = _at_hand(turn, store, turn.fields.get("blocker", ""))
    about = {"blocker": blocker.id}
    try:
        words = clean_line(turn.fields.get("helped", ""))
    except Unreadable:
        raise Corrections("blockers.helped_form", about, {"helped": phrase("checkin.unreadable")}) from None
    if len(words) > view.HELPED:
        note = phrase("checkin.too-long", length=len(words), longest=view.HELPED)
        raise Corrections("blockers.helped_form", about, {"helped": note})
    store.change(blocker, helped=words)
    _amended(turn, store, blocker)
    return Reply(Answer(How.CARD, "blockers.cleared", about))


def open_pass(turn: Turn, store: Store) -> Reply:
    """Open the search for the line whose owner decides."""
    return Reply(Answer(How.FORM, "blockers.pass_form", {"blocker": _own(turn, store, turn.value).id}))


def consider_pass_on(turn: Turn, store: Store) -> tuple[Wording, Person, Reached]:
    """The line that was picked, who decides on it, and where and when that one is asked."""
    about = {"blocker": turn.fields.get("blocker", "")}
    said = turn.fields.get("line", "").strip()
    now = score_now(store, turn.person.workspace_id)
    lines = now.wordings if now else {}
    line = lines.get(said) or next((one for one in lines.values() if alike(one.address) == alike(said)), None)
    if line is None:
        raise Corrections("blockers.pass_form", about, {"line": phrase("ties.picker-missing")})
    owner = stands_for(store, line, turn.at)
    if owner is None:
        raise Corrections("blockers.pass_form", about, {"line": phrase("blockers.nobody-owns")})
    if owner.id == turn.person.id:
        raise Corrections("blockers.pass_form", about, {"line": phrase("blockers.you-own")})
    asked = reached(store, owner, turn.at, Occasion.DECISION)
    if asked is None:
        raise Corrections("blockers.pass_form", about, {"line": phrase("blockers.not-reached", name=owner.name)})
    return line, owner, asked


def pass_on(turn: Turn, store: Store, found: tuple[Wording, Person, Reached]) -> Reply:
    """Ask the owner of a line to decide; the words of the blocker are for that owner too from now on."""
    line, owner, asked = found
    blocker = _own(turn, store, turn.fields.get("blocker", ""))
    about = {"blocker": blocker.id}
    if blocker.cleared_at is not None:
        return Reply(Answer(How.CARD, "blockers.cleared", about))
    if (blocker.passed_to, blocker.passed_line) == (owner.id, line.line_id):
        return Reply(Answer(How.CARD, "blockers.passed", about))
    store.change(blocker, passed_to=owner.id, passed_line=line.line_id, passed_at=turn.at)
    _amended(turn, store, blocker)
    once = f"decide:{blocker.id}:{turn.at:%Y%m%dT%H%M%S.%f}"
    decides = deliver(turn, asked.place, "blockers.decide", about, once=once, not_before=asked.at)
    return Reply(Answer(How.CARD, "blockers.passed", about), deliveries=[decides])


def consider_ask(turn: Turn, store: Store) -> tuple[Wording, Person, Reached]:
    """The same for the line that was recommended."""
    return consider_pass_on(_as_form(turn), store)


def ask(turn: Turn, store: Store, found: tuple[Wording, Person, Reached]) -> Reply:
    """The same with one press, where the line was recommended."""
    return pass_on(_as_form(turn), store, found)


def _as_form(turn: Turn) -> Turn:
    blocker_id, line_id = turn.value.partition(" ")[::2]
    return replace(turn, fields={"blocker": blocker_id, "line": line_id})


def _own(turn: Turn, store: Store, blocker_id: str) -> Blocker:
    """A blocker of the person's own, or one that they were asked to decide; any other is not there."""
    blocker = checkins.blocker(store, turn.person.workspace_id, blocker_id)
    if blocker is None or turn.person.id not in (blocker.person_id, blocker.passed_to):
        raise Refused("home.not_there")
    return blocker


def _at_hand(turn: Turn, store: Store, blocker_id: str) -> Blocker:
    """The same, or one that the person took on."""
    blocker = checkins.blocker(store, turn.person.workspace_id, blocker_id)
    if blocker is not None and _has_taken(blocker, turn.person):
        return blocker
    return _own(turn, store, blocker_id)


def _has_taken(blocker: Blocker, person: Person) -> bool:
    """Whether it is `person` who has it, and still may read it: a team that is no longer told is not shown it."""
    return blocker.told and blocker.taken_by == person.id


def _amended(turn: Turn, store: Store, blocker: Blocker, on: str = "") -> None:
    """Whatever shows it is drawn again: its cards, and the digests of its own day, of today, and of the day `on`."""
    today = local_day(turn.at, turn.person.time_zone)
    subjects = [f"blocker:{blocker.id}", invitation(blocker.person_id, today)]
    subjects += [_taking(blocker, blocker.taken_by)] if blocker.taken_by else []
    for subject in subjects:
        deliveries.amend(store, blocker.workspace_id, subject)
    deliveries.amend(store, blocker.workspace_id, f"checkin:{blocker.checkin_id}")
    fronts.redraw(turn, store, blocker.workspace_id, blocker.person_id)
    checkin = checkins.checkin(store, blocker.workspace_id, blocker.checkin_id)
    if checkin is not None:
        teams = digests.teams_of(store, checkin)
        for day in {checkin.local_date, today, *_as_day(on)}:
            digests.changed(store, blocker.workspace_id, teams, day)


def _as_day(said: str) -> list[date]:
    """The day that a button of a digest names; none for anything else."""
    try:
        return [date.fromisoformat(said)]
    except ValueError:
        return []


# What is shown


def _known(store: Store, reader: Reader, about: Mapping[str, str]) -> Blocker:
    """The blocker, for who was stuck, for who is asked to decide, and for who took it on."""
    person = reader.person
    blocker = checkins.blocker(store, person.workspace_id, about["blocker"]) if person else None
    if person is None or blocker is None:
        raise Gone(about["blocker"])
    if person.id not in (blocker.person_id, blocker.passed_to) and not _has_taken(blocker, person):
        raise Gone(about["blocker"])
    return blocker


def draw_yours(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who took it on: it is theirs, or no longer."""
    person = reader.person
    blocker = checkins.blocker(store, person.workspace_id, about["blocker"]) if person else None
    stuck = people.person(store, blocker.workspace_id, blocker.person_id) if blocker else None
    if person is None or blocker is None or stuck is None or person.id != about["taker"]:
        raise Gone(about["blocker"])
    if blocker.taken_by is None:
        return view.given_back(stuck)
    return view.yours(_known(store, reader, about), stuck)


def draw_taken(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To the one who is stuck: somebody has taken it on, and what came of that."""
    person = reader.person
    blocker = checkins.blocker(store, person.workspace_id, about["blocker"]) if person else None
    taker = people.person(store, blocker.workspace_id, about["taker"]) if blocker else None
    if person is None or blocker is None or taker is None or person.id != blocker.person_id:
        raise Gone(about["blocker"])
    return view.taken(blocker, taker)


def draw_has_somebody(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Somebody else has it already."""
    blocker = checkins.blocker(store, reader.place.workspace_id, about["blocker"])
    taker = _taker(store, blocker) if blocker else None
    if blocker is None or taker is None or reader.person is None:
        raise Gone(about["blocker"])
    return view.has_somebody(blocker, taker)


def draw_offered(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Somebody can help, and whoever else said so."""
    blocker = _known(store, reader, about)
    helpers = blockers.helpers(store, blocker)
    if about["helper"] not in [one.id for one in helpers]:
        raise Gone(about["helper"])
    return view.offered(blocker, helpers)


def draw_thanks(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The one who is stuck is told of the offer, or cannot be."""
    blocker = checkins.blocker(store, reader.place.workspace_id, about["blocker"])
    stuck = people.person(store, reader.place.workspace_id, blocker.person_id) if blocker else None
    if reader.person is None or stuck is None:
        raise Gone(about["blocker"])
    return view.thanks(stuck, told=about.get("told") != "no")


def draw_needs_nobody(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Nobody has to help there."""
    return view.needs_nobody()


def draw_cleared(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """It is cleared, and what helped."""
    blocker = _known(store, reader, about)
    return view.cleared(blocker) if blocker.cleared_at is not None else view.open_again(blocker)


def draw_open_again(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """It is in the way again."""
    return draw_cleared(store, reader, about)


def draw_helped_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What helped?"""
    return view.helped_form(_known(store, reader, about))


def draw_pass_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Whose decision is it?"""
    return view.pass_form(_known(store, reader, about))


def draw_passed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The owner was asked."""
    blocker = _known(store, reader, about)
    owner = people.person(store, blocker.workspace_id, blocker.passed_to or "")
    if owner is None:
        raise Gone(about["blocker"])
    return view.passed(blocker, owner)


def draw_decide(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A decision that waits for the owner of a line."""
    blocker = _known(store, reader, about)
    stuck = people.person(store, blocker.workspace_id, blocker.person_id)
    now = scores.current(store, blocker.workspace_id)
    line = scores.wording(store, blocker.workspace_id, now.id, blocker.passed_line or "") if now else None
    if reader.person is None or stuck is None or reader.person.id != blocker.passed_to:
        raise Gone(about["blocker"])
    waited = (local_day(reader.at, reader.person.time_zone) - local_day(blocker.raised_at, stuck.time_zone)).days
    return view.decide(blocker, stuck, line, waited)
