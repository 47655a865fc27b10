"""What comes in from one tenant of Teams: each deed is played once, and answered when it is durable.

A message is answered by the outbox, what Teams invokes in the body: with the card that takes the place of what was
pressed, with a form, or with one sentence where the answer is a message of its own.
"""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import lines
from bot.afterwards import Afterwards
from bot.conductor import Forged, Played, Stranger, Unkept, draw, draw_message, filled_in, handed_in
from bot.outbox import Later, Unreachable, Unsendable, reader_of
from bot.teams import render
from bot.teams.call import FAILED, Connector, Unknown
from bot.teams.directory import DirectoryOf
from bot.teams.edge import Answered
from bot.teams.forms import form as form_card
from bot.teams.reading import Deed, Kind
from bot.teams.send import ADAPTIVE, JUDGE, TeamsOut, as_activity, at_it, for_dialog, marked, refreshed
from bot.teams.visits import Answered as AnsweredBefore
from bot.teams.visits import House, Unanswered, Visit, Visits
from bot.threads import Threads
from handlers import people as roster
from handlers import understand, understand_command
from handlers.addressed import PARTS
from handlers.cards import Card, Form, PrivateShown
from handlers.coach import follows_up
from handlers.files import LARGEST, File, packed
from handlers.score import WEB
from handlers.turn import Answer, Arrival, Gone, How, Reader
from handlers.views.editions import wrong
from prompts import LANGUAGE, Filled, phrase, plain
from storage import deliveries, people
from storage.store import Store
from storage.tables import Place, PlaceKind

log = logging.getLogger("concertmaster")

SENTENCE = "application/vnd.microsoft.activity.message"
"""What an answer to a press is called that changes no card, and says one sentence."""

ASK, FIND, UNCLEAR = "coach.ask", "score.find", "home.unclear"
"""A question; a line with its link; and what is not understood."""

FOR_ALL = frozenset({"coach.answer", "coach.first"})
"""What is answered to a question in a channel so that all may read it; all else is for who asked alone."""

STOPPED = "ContentStreamNotAllowed"
"""How the connector says that whoever was answered has stopped it."""

DIRECTORY = "directory"
"""What a card may be about that no button has room for."""

LOOKS = "people.looking"
"""What is shown while it is read who is there."""

SELDOM = frozenset({"teams.guest", "teams.stranger", "teams.channel-guests", "teams.channel-unknown", "teams.no-team"})
"""What is said where we cannot show anything to somebody, whatever they do."""

SAID_AGAIN_AFTER = timedelta(hours=1)
"""How long somebody whom we cannot show anything is left alone once they were told so."""

REMEMBERED = 500
"""Sentences said that are remembered."""

PATIENCE = timedelta(seconds=30)
"""How long an answer that is kept nowhere waits in all until Teams takes it; nobody looks for it after that."""

AGAIN_AFTER = (1.0, 2.0, 4.0, 8.0)
"""Seconds after which it is tried again where Teams does not say after how many, and so how often at most."""

KEPT = Answered(202)
AGAIN = Answered(503)
"""Nothing could be kept: Teams sends it once more."""


class Receiver:
    """Everything that comes in from one tenant."""

    def __init__(self, house: House, connector: Connector, out: TeamsOut) -> None:
        self._house, self._connector, self._out = house, connector, out
        self._conductor, self._read = house.conductor, house.conductor.database.read
        self._afterwards = Afterwards(FAILED)
        self._soon = self._afterwards.soon
        self._visits = Visits(house, connector, out)
        self._threads = Threads()
        self._directory = DirectoryOf(connector, house.connection, house.conductor.database)
        self._told: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()

    async def receive(self, deed: Deed) -> Answered:
        """Play what somebody did, and answer it once it is kept."""
        try:
            return await self._done(deed)
        except AnsweredBefore:
            return _sentence(deed, phrase("teams.done"))
        except Unanswered as nothing:
            return self._refused(deed, nothing.why, nothing.card)
        except Forged:
            log.warning("the same key came with other contents", extra={"key": deed.key})
            return self._refused(deed, phrase("home.forged"))
        except Unkept:
            return _sentence(deed, phrase("teams.busy")) if deed.waits else AGAIN

    async def _done(self, deed: Deed) -> Answered:
        if deed.kind is Kind.LEFT:
            await self._conductor.database.write(lambda store: self._left(store, deed))
            return KEPT
        visit = await self._visits.of(deed)
        if visit.in_doubt:
            self._soon(self._believe(deed, visit))
        if visit.joined is not None:
            self._soon(self._tell(deed, visit.joined))
        if deed.kind is Kind.CAME:
            return KEPT
        if deed.kind is Kind.JUDGED:
            return await self._judged(deed, visit)
        if deed.action in (render.REST, render.REDRAW):
            return await self._turn_to(deed, visit)
        return await self._acted(deed, visit)

    async def _acted(self, deed: Deed, visit: Visit) -> Answered:
        """Play what leads to a route, and answer it."""
        deed = await self._fetched(deed)
        played = await self._play(deed, visit)
        answered = await self._answer(deed, visit, played)
        if played.answer.view == LOOKS and not played.twin:
            # After what says so.
            self._soon(self._propose(deed, visit))
        return answered

    def _left(self, store: Store, deed: Deed) -> None:
        """We were taken out of a conversation: nothing more is planned there until somebody is heard from there."""
        place = people.place_at(store, self._house.connection.id, deed.conversation)
        if place is not None:
            roster.cannot_reach(self._conductor.clock.now(), store, place, "removed")

    async def _believe(self, deed: Deed, visit: Visit) -> None:
        """Who presses a message where it belongs has got it: whatever was in doubt about it is settled."""
        workspace_id = visit.person.workspace_id
        found = await self._read(lambda store: deliveries.message(store, workspace_id, deed.delivery))
        if deed.message and found is not None and found[0].place_id == visit.place.id:
            reference = f"{deed.conversation} {deed.message}"
            await self._house.outbox.believe(self._house.connection, deed.delivery, reference)

    def look_anew(self) -> None:
        """Somebody came or went: believe no longer what is known of who is there."""
        self._out.forget()
        self._directory.forget()

    async def finish(self) -> None:
        """Finish what was begun after an answer, and what that began."""
        await self._afterwards.finish()

    # What it means

    async def _fetched(self, deed: Deed) -> Deed:
        """The same with what is in its file: one byte more than may be, of what is larger, so that it is told."""
        if deed.file is None:
            return deed
        name, url = deed.file
        try:
            content = await self._connector.download(url, LARGEST + 1)
        except FAILED as problem:
            log.warning("a file could not be fetched: %s", problem)
            raise Unanswered(wrong("unreachable")) from None
        return replace(deed, fields={"file": packed(File(name, content))})

    async def _play(self, deed: Deed, visit: Visit) -> Played:
        action, text = self._meant(deed, visit)
        arrival = Arrival(
            key=deed.key,
            connection_id=self._house.connection.id,
            account=deed.user,
            # Where it was done stays the same for a twin, whatever the place is called by then.
            place=deed.conversation,
            action=action,
            text=text,
            value=deed.value,
            fields=deed.fields,
            known=(visit.person, visit.place) if visit.place is visit.direct else None,
        )
        if action == JUDGE:
            arrival = replace(arrival, once=self._judging(deed))
        if action == ASK:
            arrival = replace(arrival, fields=self._cited(deed, visit))
        if action == FIND:
            arrival = replace(arrival, fields={WEB: lines.before(self._house.address)})
        if action in roster.WANTS_DIRECTORY:
            known = self._directory.known(self._conductor.clock.now())
            arrival = replace(arrival, fields={DIRECTORY: roster.LOOKING if known is None else known})
        if deed.kind is Kind.HANDED_IN:
            arrival = handed_in(arrival)
        return await self._played(arrival, draws_standing=deed.waits)

    async def _played(self, arrival: Arrival, *, draws_standing: bool = True) -> Played:
        try:
            return await self._conductor.play(arrival, draws_standing=draws_standing)
        except Stranger:
            raise Unanswered(phrase("teams.no-team")) from None

    async def _propose(self, deed: Deed, visit: Visit) -> None:
        """Read who is in our teams, and show an admin what that would change, or that they are to ask once more."""
        try:
            await self._read_and_propose(deed, visit)
        except Unkept:
            said = render.message(Card(phrase("teams.busy")), PlaceKind.DIRECT, visit.person.language)
            await self._show(visit, None, said)

    async def _read_and_propose(self, deed: Deed, visit: Visit) -> None:
        if not await self._is_first(f"{deed.key}.directory"):
            return
        try:
            directory = await self._directory.read(self._conductor.clock.now())
        except FAILED as problem:
            log.warning("the members of our teams could not be read: %s", problem)
            said = render.message(Card(phrase("teams.no-directory")), PlaceKind.DIRECT, visit.person.language)
            await self._show(visit, None, said)
            return
        arrival = Arrival(
            key=f"{deed.key}.directory",
            connection_id=self._house.connection.id,
            account=deed.user,
            place=visit.direct.external_id,
            action="people.propose",
            fields={DIRECTORY: directory},
        )
        played = await self._played(arrival)
        again = _again(replace(visit, place=visit.direct), played.answer)
        card, language = _a_card(played.drawn), visit.person.language
        await self._show(visit, card, render.message(card, PlaceKind.DIRECT, language, again=again))

    def _meant(self, deed: Deed, visit: Visit) -> tuple[str, str]:
        """The action that was asked for, and in which words; after an answer that cites something what was written may
        ask more of that.
        """
        text, language = deed.text, visit.person.language
        if deed.action:
            return deed.action, text
        if deed.command in PARTS:
            return understand_command(deed.command, text, language)
        # Any other command is the first of its words.
        text = f"{deed.command} {text}".strip()
        meant = understand(text, language)
        return ASK if meant == UNCLEAR and self._cited(deed, visit) and follows_up(text, language) else meant, text

    def _cited(self, deed: Deed, visit: Visit) -> Mapping[str, str]:
        """What a question may be about: what was cited last where it was asked."""
        return self._threads.cited(_thread(deed), visit.person.id, self._conductor.clock.now())

    # Answers

    async def _answer(self, deed: Deed, visit: Visit, played: Played) -> Answered:
        drawn, how = played.drawn, played.answer.how
        if isinstance(drawn, Form):
            return await self._answer_form(deed, visit, drawn, played)
        if how is How.STANDS and isinstance(drawn, Card) and played.message is not None:
            if deed.kind is Kind.HANDED_IN or played.message.id == deed.delivery:
                return self._in_place(deed, drawn, visit, played.message.id, "")
            return _sentence(deed, phrase("teams.done"))
        if how is How.COMING:
            self._soon(self._show_when_heard(deed, visit, played))
        elif how is How.CARD and isinstance(drawn, Card):
            if deed.waits and (deed.kind is Kind.HANDED_IN or deed.in_dialog):
                self._threads.shown(_thread(deed), visit.person.id, drawn, self._conductor.clock.now())
                return self._in_place(deed, drawn, visit, "", _again(visit, played.answer))
            await self._say(deed, visit, drawn, played)
        else:
            return _sentence(deed, phrase("teams.done"))
        return _sentence(deed, phrase("teams.below" if deed.is_private else "teams.direct"))

    async def _answer_form(self, deed: Deed, visit: Visit, form: Form, played: Played) -> Answered:
        """A form takes the place of what was pressed; where something was written, it is a message of its own."""
        if played.notes:
            form = filled_in(form, deed.fields)
        card = marked(form_card(form, visit.person.language, notes=played.notes), deed.delivery)
        if deed.waits:
            return _shown(deed, card, plain(form.title))
        # What somebody fills in is theirs: it stands where they are alone.
        self._soon(self._show_once(deed, visit, render.Message("", card, [], {}, plain(form.title))))
        if deed.kind is Kind.SAID and not deed.is_private:
            self._soon(self._tell(deed, phrase("teams.direct")))
        return KEPT

    async def _show_once(self, deed: Deed, visit: Visit, message: render.Message) -> None:
        if await self._is_first(deed.key):
            await self._show(visit, None, message)

    def _in_place(self, deed: Deed, card: Card, visit: Visit, delivery_id: str, again: str) -> Answered:
        """A card in the place of what was pressed; only who pressed sees it there."""
        message = render.message(card, PlaceKind.DIRECT, visit.person.language, again=again)
        shown = marked(message.alone, delivery_id)
        if (
            deed.kind is Kind.HANDED_IN
            and deed.is_private
            and deed.message
            and not deed.delivery
            and not deed.in_dialog
        ):
            # The form was a message of its own: unless it is changed for good, it stands there again tomorrow.
            self._soon(self._out.replace(visit.direct, deed.message, shown, message.summary))
        return _shown(deed, shown, message.summary)

    async def _say(self, deed: Deed, visit: Visit, card: Card, played: Played) -> None:
        """Answer by a message of its own: kept like what it answers where that is kept, and else said once."""
        if played.kept and deed.is_private:
            self._threads.shown(_thread(deed), visit.person.id, card, self._conductor.clock.now())
            await self._conductor.send(visit.direct, played.answer, once=deed.key)
        elif not played.twin:
            self._soon(self._say_once(deed, visit, card, played))

    async def _say_once(self, deed: Deed, visit: Visit, card: Card, played: Played) -> None:
        if await self._is_first(deed.key):
            await self._say_now(deed, visit, card, played)

    async def _say_now(self, deed: Deed, visit: Visit, card: Card, played: Played, stream: str = "") -> None:
        """In a channel everybody reads what everybody may; all else is said to who asked, and there that it was."""
        if deed.kind is Kind.SAID and not deed.is_private:
            if await self._said_to_all(deed, visit, card, played):
                return
            self._soon(self._tell(deed, phrase("teams.direct")))
        again, language = _again(visit, played.answer), visit.person.language
        message = render.message(card, PlaceKind.DIRECT, language, again=again, headed=bool(stream))
        self._threads.shown(_thread(deed), visit.person.id, card, self._conductor.clock.now())
        await self._show(visit, card, message, stream)

    async def _said_to_all(self, deed: Deed, visit: Visit, card: Card, played: Played) -> bool:
        """Whether a question was answered where it was asked, for everybody who reads there."""
        if played.answer.view not in FOR_ALL:
            return False
        try:
            await self._out.refuse_strangers(visit.place)
            again = _again(visit, played.answer)
            message = render.message(card, PlaceKind.CHANNEL, visit.person.language, again=again)
            await self._patiently(visit.place, card, message, under=deed.thread or deed.activity)
        except Unknown as problem:
            # It may stand there: it is not said twice.
            log.warning("nobody knows whether an answer was shown: %s", problem)
            return True
        except (*FAILED, PrivateShown) as problem:
            log.info("an answer is for who asked alone: %s", problem)
            return False
        self._threads.shown(_thread(deed), "", card, self._conductor.clock.now())
        return True

    async def _show(self, visit: Visit, card: Card | None, message: render.Message, stream: str = "") -> None:
        """Show something to who did it, alone; in the place of what says that we are at it, if something does."""
        try:
            await self._patiently(visit.direct, card, message, stream=stream)
        except (Unreachable, Unsendable) as problem:
            if not stream:
                raise
            if STOPPED in str(problem):
                log.info("an answer was stopped by who asked")
                return
            log.info("an answer is said anew: %s", problem)
            await self._patiently(visit.direct, card, message)

    async def _patiently(self, place: Place, card: Card | None, message: render.Message, **where: str) -> None:
        """Say it again, for a while, as long as it is certain that nothing was said."""
        clock = self._conductor.clock
        ends = clock.now() + PATIENCE
        for seconds in AGAIN_AFTER:
            try:
                return await self._out.say(place, card, message, **where)
            except Later as later:
                now = clock.now()
                if now >= ends:
                    raise
                again = min(later.until or now + timedelta(seconds=seconds), ends)
            await asyncio.sleep((again - now).total_seconds())
        return await self._out.say(place, card, message, **where)

    # What a model words

    async def _show_when_heard(self, deed: Deed, visit: Visit, coming: Played) -> None:
        """Show that we are at it, and what the model has to say once it has."""
        ask = coming.answer.about["ask"]
        if not await self._is_first(deed.key):
            await self._conductor.done_with(ask, visit.person)
            return
        stream = await self._at_it(deed, visit)
        played = await self._conductor.heard(ask, visit.person.id)
        if played is None or not isinstance(played.drawn, Card):
            return
        try:
            await self._say_now(deed, visit, played.drawn, played, stream)
        except Unknown as problem:
            # It may stand there: it is not said twice.
            log.warning("nobody knows whether an answer was shown: %s", problem)
        await self._conductor.done_with(ask, visit.person)

    async def _at_it(self, deed: Deed, visit: Visit) -> str:
        """Show that we are at it; gives by what name that ends, empty where no answer can take its place.

        Nobody reads along: where others do, no model is asked.
        """
        said = plain(phrase("teams.working"), visit.person.language)
        try:
            return await self._out.shows(deed.service, deed.conversation, at_it(said))
        except FAILED as problem:
            log.info("it could not be shown that we are at it: %s", problem)
        return ""

    async def _judged(self, deed: Deed, visit: Visit) -> Answered:
        """Count whether an answer helped; the words beside it are kept nowhere, like the answer."""
        value = self._out.judged(deed.conversation, deed.message).says.get(deed.value)
        if value:
            account, place = deed.user, visit.place.external_id
            arrival = Arrival(deed.key, self._house.connection.id, account, place, JUDGE, value=value)
            played = await self._played(replace(arrival, once=self._judging(deed)))
            if not played.twin:
                await self._say(deed, visit, _a_card(played.drawn), played)
        return Answered(200, {})

    def _judging(self, deed: Deed) -> str:
        """An answer is judged once by each, however: by its buttons, or by the thumbs that Teams shows beside it.

        Who that was is not to be read in it.
        """
        name = self._out.judged(deed.conversation, deed.message).name
        said = "\0".join((deed.conversation, name, deed.user))
        return f"judged:{hashlib.sha256(said.encode()).hexdigest()[:40]}.shown"

    # What a card had no room for

    async def _turn_to(self, deed: Deed, visit: Visit) -> Answered:
        """A further page, or what stands as it is now: drawn again with the rights of who pressed."""
        number, _, carried = deed.value.partition(" ")
        page = int(number[:9]) if number.isdecimal() else 0
        try:
            message = await self._read(lambda store: self._drawn_again(store, deed, visit, carried))
            card = message.alone if deed.action == render.REDRAW else render.rest(message, page)
        except (LookupError, ValueError):
            # What a button carries comes back from outside: it may name nothing, or a day that is none.
            return self._refused(deed, phrase("teams.old"))
        shown = refreshed(marked(card, deed.delivery), deed.delivery)
        if deed.waits:
            return _shown(deed, shown, message.summary)
        self._soon(self._show_once(deed, visit, render.Message("", dict(shown), [], {}, message.summary)))
        return KEPT

    def _drawn_again(self, store: Store, deed: Deed, visit: Visit, carried: str) -> render.Message:
        """A message as it is now. Raises Gone where who pressed may no longer read it."""
        now, workspace_id = self._conductor.clock.now(), visit.person.workspace_id
        if not carried:
            found = deliveries.message(store, workspace_id, deed.delivery)
            if found is None or found[0].place_id != visit.place.id:
                raise Gone("no delivery")
            if not people.may_read(store, visit.person, visit.place):
                raise Gone(visit.place.id)
            reader = reader_of(store, visit.place, now)
            language = reader.person.language if reader.person else LANGUAGE
            return render.message(_a_card(draw_message(store, *found, reader)), visit.place.kind, language)
        view, about, place_id = _read_again(carried)
        place = people.place(store, workspace_id, place_id)
        if place is None or not people.may_read(store, visit.person, place):
            raise Gone(place_id)
        drawn = draw(store, view, about, Reader(visit.person, place, now))
        return render.message(_a_card(drawn), PlaceKind.DIRECT, visit.person.language, again=carried)

    # One sentence

    def _refused(self, deed: Deed, why: Filled, card: Card | None = None) -> Answered:
        """One sentence for somebody who is shown nothing else; or how they can be linked.

        To who is nobody's here, or writes where nobody is, it is not said again and again.
        """
        if card is not None:
            self._soon(self._tell(deed, card))
            return _sentence(deed, phrase("teams.below"))
        if deed.waits:
            return _sentence(deed, why)
        if why.id not in SELDOM:
            self._soon(self._tell_once(deed, why))
            return KEPT
        key, now = (deed.user, deed.conversation, why.id), self._conductor.clock.now()
        told = self._told.get(key)
        # Whoever has only let us in has asked nothing yet; a channel is told what becomes of it there.
        silent = deed.kind is Kind.CAME and deed.is_private
        if not silent and (told is None or now - told >= SAID_AGAIN_AFTER):
            self._told[key] = now
            self._told.move_to_end(key)
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
            self._soon(self._tell(deed, why))
        return KEPT

    async def _tell_once(self, deed: Deed, what: Filled) -> None:
        if await self._is_first(f"{deed.key}.refused"):
            await self._tell(deed, what)

    async def _tell(self, deed: Deed, what: Filled | Card) -> None:
        """Say something below what was done, to whoever reads there."""
        card = what if isinstance(what, Card) else Card(what)
        said = as_activity(render.message(card, PlaceKind.DIRECT, LANGUAGE), "")
        under = "" if deed.is_private or deed.kind is not Kind.SAID else deed.thread or deed.activity
        await self._out.shows(deed.service, deed.conversation, said, under)

    async def _is_first(self, key: str) -> bool:
        connection = self._house.connection
        return await self._conductor.is_first(connection.workspace_id, connection.id, f"{key}.shown")


def _thread(deed: Deed) -> tuple[str, str]:
    """The conversation that something was done in, and the thread in it; a message of a channel begins one."""
    return deed.conversation, "" if deed.is_private else deed.thread or deed.activity


def unknown(activity: Mapping[str, Any]) -> Answered:
    """The answer to what is nobody's deed: a sentence for who pressed a button that is none of ours."""
    if activity.get("type") != "invoke":
        return KEPT
    if activity.get("name") != "adaptiveCard/action":
        return Answered(501)
    return Answered(200, _said(phrase("teams.unknown")))


def _said(why: Filled) -> dict[str, Any]:
    return {"statusCode": 200, "type": SENTENCE, "value": plain(why)}


def _sentence(deed: Deed, why: Filled) -> Answered:
    """One sentence, in the shape in which Teams takes it there."""
    if not deed.waits:
        return KEPT
    if deed.in_dialog:
        return Answered(200, {"task": {"type": "message", "value": plain(why)}})
    return Answered(200, _said(why))


def _shown(deed: Deed, card: Mapping[str, Any], title: str) -> Answered:
    """A card in the place of what was pressed, or in the dialog that it was pressed in."""
    if not deed.in_dialog:
        return Answered(200, {"statusCode": 200, "type": ADAPTIVE, "value": card})
    attached = {"contentType": ADAPTIVE, "content": for_dialog(card)}
    shown = {"title": title[:64], "height": "large", "width": "medium", "card": attached}
    return Answered(200, {"task": {"type": "continue", "value": shown}})


def _a_card(drawn: object) -> Card:
    if not isinstance(drawn, Card):
        raise Gone("no card")
    return drawn


def _again(visit: Visit, answer: Answer) -> str:
    """What draws an answer again, for the button behind which its rest stands."""
    about = {name: "" if name == DIRECTORY else said for name, said in answer.about.items()}
    return json.dumps([answer.view, about, visit.place.id], ensure_ascii=False, separators=(",", ":"))


def _read_again(carried: str) -> tuple[str, Mapping[str, str], str]:
    try:
        view, about, place = json.loads(carried)
        return str(view), {str(name): str(said) for name, said in about.items()}, str(place)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Gone("nothing that we wrote") from None
