"""What comes in from Slack: each payload becomes an arrival, is played, and is answered when it is durable."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import lines
from bot.afterwards import Afterwards
from bot.conductor import OUR_FAULT, Forged, Played, Stranger, Unkept, draw, filled_in, handed_in
from bot.outbox import Later, reader_of
from bot.signed import NotTaken
from bot.slack import reading, render
from bot.slack.call import FAILED, Caller, Unknown
from bot.slack.channels import Channels
from bot.slack.directory import DirectoryOf
from bot.slack.edge import Payload
from bot.slack.limits import TooMuch
from bot.slack.links import Links
from bot.slack.members import Members, Standing
from bot.slack.opening import Opening
from bot.slack.reading import Again, Deed, Kind
from bot.slack.render import Figures
from bot.slack.send import FRONT, SlackOut, as_message, as_taken
from bot.slack.sessions import Sessions, Stopped, Thread, Work
from bot.slack.visits import Answered, House, Ignored, Unanswered, Visit, Visits
from bot.threads import Threads
from handlers import people as roster
from handlers import preferences, understand, understand_command
from handlers.cards import Card, Form, PrivateShown
from handlers.coach import follows_up, titled
from handlers.files import LARGEST, File, packed
from handlers.plan import planned
from handlers.score import WEB
from handlers.turn import Answer, Arrival, Gone, How, Moment, Offer, Reader, Reply
from handlers.views.editions import wrong
from prompts import LANGUAGE, Filled, phrase, plain
from storage import deliveries, people
from storage.store import Store
from storage.tables import Delivery, Person, Place, PlaceKind

log = logging.getLogger("concertmaster")

WORKS = logging.getLogger("concertmaster.slack")
"""Where Bolt and the connection to Slack write: at DEBUG they would write what people say."""

WORKS.setLevel(logging.INFO)

K = TypeVar("K")
V = TypeVar("V")

ANYTHING = re.compile("")
"""Whatever it is called: what answers an action, a form or a command stands in handlers/, not here."""

SAID_AGAIN_AFTER = timedelta(hours=1)
"""How long somebody whom we cannot show anything is left alone once they were told so."""

FETCH_WITHIN = 2.0
"""Seconds in which a file that was handed in comes; Slack wants the form answered within three."""

ASK, UNCLEAR, TAKE_BACK, PASSED_ON = "coach.ask", "home.unclear", "coach.take_back", "coach.passed_on"
"""A question; what is not understood; what is done about a question that was stopped; and one that was passed on."""

FIND = "score.find"
"""Shows a line, with its link where lines have one."""

FOR_ALL = frozenset({"coach.answer", "coach.first"})
"""What is answered to a question in a channel so that all may read it; all else is for who asked alone."""

JUDGE = "coach.judge"
"""Whether an answer helped: what somebody says of one is counted once, however often they press."""

TOO_LATE = Answer(How.CARD, "home.too_late")
NO_MEMBER: Mapping[Standing, str] = {
    Standing.BOT: "bot",
    Standing.GUEST: "guest",
    Standing.STRANGER: "guest",
    Standing.LEFT: "left",
}
"""What handlers are told of whoever wrote a message and is no member of the workspace."""

DIRECTORY = "directory"
"""What a card may be about that no button has room for; it is read anew."""

REMEMBERED = 500
"""Sentences said that are remembered."""


class Receiver:
    """Everything that comes in on one connection, by whichever transport."""

    def __init__(self, house: House, call: Caller, members: Members, out: SlackOut, channels: Channels) -> None:
        self._house, self._call, self._members, self._out, self._channels = house, call, members, out, channels
        self._conductor, self._read = house.conductor, house.conductor.database.read
        self._visits = Visits(house, call, members, out)
        self._links = Links(house, call, out)
        self._opening = Opening(house, call)
        self._afterwards = Afterwards(FAILED)
        self._soon = self._afterwards.soon
        self._sessions = Sessions(call, self._soon)
        self._threads = Threads()
        self._directory = DirectoryOf(call, members, house.conductor.clock)
        self._told: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()
        self.app = AsyncApp(
            name="concertmaster",
            # It calls nothing by itself: what goes out goes by `call`, at Slack's pace.
            client=AsyncWebClient(),
            authorize=_authorized(house),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            # Who sent it was looked at in edge.py, before anything of it was read.
            request_verification_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            logger=WORKS,
        )
        self._listen()

    def _listen(self) -> None:
        app = self.app
        # Bolt asks one after the other whether it is theirs: what comes most often comes first.
        app.block_action(ANYTHING)(self._on_press)
        app.view_submission(ANYTHING)(self._on_form)
        app.view_closed(ANYTHING)(self._on_closed)
        app.block_suggestion(ANYTHING)(self._on_search)
        app.command(ANYTHING)(self._on_command)
        app.shortcut(ANYTHING)(self._on_shortcut)
        app.event("message")(self._on_message)
        app.event("app_mention")(self._on_message)
        app.event("app_home_opened")(self._on_home)
        app.event("link_shared")(self._on_links)
        for name, listener in {**self._changes(), **self._said_of_threads()}.items():
            app.event(name)(listener)
        app.event(ANYTHING)(self._on_anything_else)
        app.error(self._on_error)

    def _changes(self) -> Mapping[str, Callable[[Payload], Awaitable[None]]]:
        """What Slack tells of itself."""

        async def joined(body: Payload) -> None:
            await self._house.changed("members", reading.channel_of(body))
            if body["event"].get("user") == self._house.bot_user:
                told = await self._channels.joined(body["event"])
                if told is not None:
                    self._soon(self._tell_inviter(str(body.get("event_id")), *told))

        async def shared(body: Payload) -> None:
            await self._house.changed("shared", reading.channel_of(body))

        async def changed(body: Payload) -> None:
            await self._house.changed("person", reading.user_of(body))
            self._directory.forget()
            await self._come_or_gone(body["event"])

        async def removed(body: Payload) -> None:
            kind = str(body["event"]["type"])
            if kind == "app_uninstalled" or reading.bot_tokens_revoked(body):
                await self._house.removed(kind, _happened(body))

        return {
            "member_joined_channel": joined,
            "channel_shared": shared,
            "channel_unshared": shared,
            "user_change": changed,
            "team_join": changed,
            "app_uninstalled": removed,
            "tokens_revoked": removed,
        }

    def _said_of_threads(self) -> Mapping[str, Callable[[Payload], Awaitable[None]]]:
        """What people say of a thread in which they talk with us."""

        async def stopped(body: Payload) -> None:
            thread = await self._thread_of(body)
            if thread is not None:
                await self._house.changed("stopped", " ".join((*thread, body["event"].get("event_ts", "0"))))

        async def renamed(body: Payload) -> None:
            thread = await self._thread_of(body)
            if thread is not None:
                await self._house.changed("named", " ".join(thread))

        return {"agent_session_stopped": stopped, "agent_session_title_changed": renamed}

    async def _thread_of(self, body: Payload) -> Thread | None:
        """The thread of which somebody said something; None where they are nobody who could."""
        deed = reading.session(body)
        try:
            await self._visit(deed)
        except (Unanswered, Answered):
            return None
        return (deed.channel, deed.thread) if deed.channel and deed.thread else None

    def stop(self, name: str) -> None:
        """Show nothing more of what is under way in a thread, and say so in one sentence if something was."""
        channel, thread, at = name.split(" ")
        works = self._sessions.stop((channel, thread), at)
        self._soon(self._stopped((channel, thread), works))

    async def _stopped(self, thread: Thread, works: Sequence[Work]) -> None:
        for one in works:
            await one.over.wait()
        dropped = [one for one in works if one.dropped]
        if dropped:
            channel, root = thread
            said, one = Card(phrase("slack.stopped")), dropped[-1]
            # What one alone sees is not shown in a channel's thread that nobody has answered in.
            under = "" if one.is_first and not reading.is_private(channel) else root
            await self._post(channel, one.user, said, one.language, thread=under)
        await self._sessions.rest(thread)

    def forget(self, user: str) -> None:
        """Forget what somebody was shown: they may see something else now."""
        self._threads.forget(user)

    def named(self, name: str) -> None:
        """Somebody gave a thread a name of theirs."""
        channel, thread = name.split(" ")
        self._sessions.named((channel, thread))

    async def _tell_inviter(self, event_id: str, inviter: str, what: Filled) -> None:
        """Tell whoever invited us what that led to, once, if the roster knows them."""
        connection_id = self._house.connection.id
        known = await self._read(lambda store: people.known_as(store, connection_id, inviter) if inviter else None)
        if known is not None and await self._is_first(f"joined:{event_id}"):
            await self._post(inviter, inviter, Card(what), known.language)

    async def _come_or_gone(self, event: Payload) -> None:
        """Somebody's account was made, deactivated, or is back: what that stops or opens is kept at once."""
        user = event.get("user")
        if not isinstance(user, Mapping):
            # Only its id: what has changed is asked for when it is wanted.
            return
        standing, connection = self._members.standing_of(user), self._house.connection
        moment = Moment(self._conductor.clock.now(), self._conductor.chance)

        def keep(store: Store) -> None:
            told: Sequence[Delivery] = ()
            back: Sequence[tuple[Person, Place]] = ()
            if standing in (Standing.LEFT, Standing.GUEST):
                told = roster.gone_there(moment, store, connection, user["id"])
            elif standing is Standing.MEMBER:
                back = roster.back_there(store, connection, user["id"])
                if event["type"] == "team_join":
                    told = roster.joined_there(moment, store, connection, user["id"])
            asks = preferences.asks_where(moment, store, connection.workspace_id, back)
            both = Reply(deliveries=[*told, *asks.deliveries], shown=asks.shown)
            store.keep(*planned(moment, store, both))

        await self._conductor.database.write(keep)
        self._conductor.changed(connection.workspace_id)

    async def dispatch(self, payload: Payload) -> BoltResponse:
        """Answer what arrived, whichever way it came."""
        try:
            return await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
        except Exception:
            # What our own listeners raise is answered by `_on_error`: this was not even read.
            log.exception("what came from Slack could not be read")
            return BoltResponse(status=400, body="")

    async def finish(self) -> None:
        """Finish what was begun after an answer, and what that began."""
        await self._afterwards.finish()

    # What happened

    async def _on_message(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.said(body, self._house.bot_user)
        if deed is not None:
            await self._do(deed, self._answer_said)
        await ack()

    async def _on_home(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.came(body)
        if deed is not None:
            await self._do(deed, self._answer_said)
        entered = reading.entered(body)
        if entered is not None:
            self._soon(self._offer(entered))
        await ack()

    async def _offer(self, deed: Deed) -> None:
        """Set what somebody could begin with who has opened their conversation; strangers are offered nothing."""
        try:
            visit = await self._visit(deed)
        except (Unanswered, Answered):
            return
        await self._opening.offer(visit, deed.user, deed.channel)

    async def _on_links(self, body: Payload, ack: AsyncAck) -> None:
        linked = reading.linked(body)
        if linked is not None and (named := self._links.named(linked)):
            self._soon(self._links.show(linked, named))
        await ack()

    async def _on_anything_else(self, ack: AsyncAck) -> None:
        """Slack is told that it came, whatever it was: what is not acknowledged comes again."""
        await ack()

    async def _do(self, deed: Deed, answer: Callable[[Deed, Visit, Played], Awaitable[None]]) -> None:
        found = await self._played(deed)
        if found is None:
            return
        visit, played = found
        try:
            # What was said of an answer before is answered by nothing.
            if deed.action != JUDGE or not played.twin:
                await answer(deed, visit, played)
        finally:
            self._over(visit.work)

    async def _played(self, deed: Deed) -> tuple[Visit, Played] | None:
        """Who came, and what came of it; None where nothing is answered but a sentence, if that."""
        found: tuple[Visit, Played] | None = None
        work: Work | None = None
        try:
            visit = await self._visit(deed)
            work = self._begin(deed, visit)
            if not self._was_stopped(deed, work):
                found = replace(visit, work=work), await self._play(deed, visit)
        except (Ignored, Answered):
            pass
        except Unanswered as nothing:
            self._soon(self._tell(deed, nothing.why, nothing.card))
        except Forged:
            log.warning("the same key came with other contents", extra={"key": deed.key})
        except Unkept:
            if deed.kind in (Kind.SAID, Kind.CAME):
                raise
            # Slack does not send a press again: whoever pressed is told.
            self._soon(self._post(deed.channel or deed.user, deed.user, Card(phrase("slack.busy")), LANGUAGE))
        finally:
            if found is None:
                self._over(work)
        return found

    def _was_stopped(self, deed: Deed, work: Work | None) -> bool:
        return work is not None and self._sessions.was_stopped(work.thread, deed.ts)

    def _over(self, work: Work | None) -> None:
        """What is under way has come to its end, unless what shows the answer ends it."""
        if work is not None and not work.handed_on:
            self._sessions.end(work)

    def _begin(self, deed: Deed, visit: Visit) -> Work | None:
        """What is under way from now on in a thread: a question begins one, and in one everything is answered there."""
        asks = deed.kind is Kind.SAID and self._meant(deed, visit) == ASK
        if deed.kind is not Kind.SAID or not (asks or deed.thread) or not deed.ts:
            return None
        work = Work((deed.channel, deed.thread or deed.ts), deed.user, visit.person.language, is_first=not deed.thread)
        self._sessions.begin(work, deed.key)
        return work

    async def _answer_said(self, deed: Deed, visit: Visit, played: Played) -> None:
        """What was written is answered by a message: there is nothing else to be answered by."""
        if played.answer.how is How.FORM:
            opens = Answer(How.CARD, "home.opens", {"action": deed.action or self._meant(deed, visit), "value": ""})
            played = await self._redrawn(visit, opens, played)
        await self._answer_card(deed, visit, played)

    # What somebody did with what we showed

    async def _on_press(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.pressed(body)
        if deed.action == render.REST:
            self._soon(self._show_rest(deed))
        else:
            await self._do(deed, self._answer_press)
        await ack()

    async def _answer_press(self, deed: Deed, visit: Visit, played: Played) -> None:
        if isinstance(played.drawn, Form):
            self._soon(self._open(deed, visit, played.drawn, played))
        else:
            await self._answer_card(deed, visit, played)

    async def _on_form(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.handed_in(body)
        try:
            visit = await self._visit(deed)
            deed = await self._with_files(deed)
            played = await self._play(deed, visit)
        except Unanswered as nothing:
            await ack(response_action="update", view=_notice(nothing.why))
            return
        except (*FAILED, TimeoutError) as problem:
            log.warning("a file could not be fetched: %s", problem)
            note = {name: plain(wrong("unreachable")) for name in deed.files}
            await ack(response_action="errors", errors=note)
            return
        except Forged:
            await ack(response_action="update", view=_notice(phrase("home.forged")))
            return
        except Unkept:
            # The form stays open with all that was typed.
            await ack(response_action="errors", errors={reading.first_field(deed.view): plain(phrase("slack.busy"))})
            return
        language = visit.person.language
        form = played.drawn if isinstance(played.drawn, Form) else None
        if played.notes and (form is None or form.about == reading.opened(deed.view).about):
            known, first = reading.fields_of(deed.view), reading.first_field(deed.view)
            notes = {name if name in known else first: note for name, note in played.notes.items()}
            await ack(response_action="errors", errors=dict(render.errors(notes, language)))
        elif form is not None:
            # One that is about something else takes its place; what is told beside its fields would leave it standing.
            form = filled_in(form, deed.fields) if played.notes else form
            await ack(response_action="update", view=_modal(form, visit, language, played.notes))
        else:
            await self._answer_card(deed, visit, played)
            await ack()

    async def _on_closed(self, ack: AsyncAck) -> None:
        await ack()

    async def _on_search(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.sought(body)
        try:
            visit = await self._visit(deed)
            played = await self._play(deed, visit)
        except (Unanswered, Unkept):
            await ack(options=[])
            return
        offer = played.drawn if isinstance(played.drawn, Offer) else Offer([])
        await ack(render.options(offer, visit.person.language))

    async def _on_command(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.commanded(body)
        try:
            visit = await self._visit(deed)
            played = await self._play(deed, visit)
        except (Unanswered, Unkept, Forged) as nothing:
            linked = nothing.card if isinstance(nothing, Unanswered) else None
            await ack(_alone(linked or Card(_sentence(nothing)), LANGUAGE))
            return
        except Answered:
            await ack()
            return
        if isinstance(played.drawn, Form):
            self._soon(self._open(deed, visit, played.drawn, played))
            await ack()
        elif isinstance(played.drawn, Card) and played.answer.how in (How.CARD, How.COMING):
            if played.answer.how is How.COMING:
                self._soon(self._show_when_heard(deed, visit, played))
            await ack(_alone(played.drawn, visit.person.language, _again(visit, played)))
        else:
            await ack(_alone(Card(phrase("slack.direct")), visit.person.language))

    async def _on_shortcut(self, body: Payload, ack: AsyncAck) -> None:
        deed = reading.chosen(body)
        await self._do(deed, self._answer_press)
        await ack()

    # Who, where, and what it means

    async def _visit(self, deed: Deed) -> Visit:
        """Who came and where; whoever presses a message has got it, whatever was in doubt about that."""
        visit = await self._visits.of(deed)
        if visit.in_doubt:
            self._soon(self._believe(deed, reading.delivery_in(deed.message)))
        return visit

    async def _play(self, deed: Deed, visit: Visit) -> Played:
        text = await self._plain(deed.text, visit)
        action = deed.action or self._meant(deed, visit)
        if deed.command and not deed.action:
            action, text = understand_command(deed.command, text, visit.person.language)
        arrival = Arrival(
            key=deed.key,
            connection_id=self._house.connection.id,
            account=deed.user,
            place=visit.place.external_id,
            action=action,
            text=text,
            value=await self._plain(deed.value, visit) if deed.kind is Kind.CHOSEN else deed.value,
            fields=deed.fields,
            known=(visit.person, visit.place) if visit.place is visit.direct else None,
        )
        if arrival.action == JUDGE:
            arrival = replace(arrival, once=deed.once)
        if arrival.action == ASK:
            arrival = replace(arrival, fields=self._cited(deed))
        if arrival.action == FIND:
            arrival = replace(arrival, fields={WEB: lines.before(self._house.address)})
        if deed.kind is Kind.CHOSEN and deed.message:
            fields = {**arrival.fields, **await self._author(deed)}
            arrival = replace(arrival, value=arrival.value[: reading.SHORTCUT_VALUE], fields=fields)
        if arrival.action in roster.WANTS_DIRECTORY:
            arrival = replace(arrival, fields={"directory": self._directory_for(deed, visit)})
        try:
            arrival = handed_in(arrival) if deed.kind is Kind.HANDED_IN else arrival
            return await self._conductor.play(arrival, draws_standing=False)
        except Stranger:
            raise Unanswered(phrase("slack.no-team")) from None

    async def _with_files(self, deed: Deed) -> Deed:
        """The same with what is in its files: one byte more than may be, of what is larger, so that it is told."""
        if not deed.files:
            return deed
        fetched = {}
        async with asyncio.timeout(FETCH_WITHIN):
            for name, file in deed.files.items():
                fetched[name] = packed(File(file.name, await self._call.download(file.url, LARGEST + 1)))
        return replace(deed, fields={**deed.fields, **fetched})

    async def _author(self, deed: Deed) -> Mapping[str, str]:
        """Who wrote the message that something is made of, and what they are here if they are no member."""
        author = reading.author_of(deed.message)
        if not author:
            return {"author_is": "bot"}
        if author == deed.user:
            return {"author": author}
        try:
            standing = await self._members.standing_in_time(author)
        except FAILED as problem:
            log.info("Slack does not say who wrote a message: %s", problem)
            return {"author_is": "unasked"}
        why = NO_MEMBER.get(standing, "")
        return {"author_is": why} if why else {"author": author}

    def _directory_for(self, deed: Deed, visit: Visit) -> str:
        """Who is in the workspace, if that was read a short while ago; else it is read, and shown then."""
        known = self._directory.known()
        if known is None and visit.person.is_admin:
            self._soon(self._propose(deed, visit))
        return known or roster.LOOKING

    async def _propose(self, deed: Deed, visit: Visit) -> None:
        """Read who is in the workspace, and show an admin what that would change."""
        language = visit.person.language
        try:
            directory = await self._directory.read()
        except FAILED as problem:
            log.warning("the directory could not be read: %s", problem)
            await self._post(visit.direct.external_id, deed.user, Card(phrase("slack.no-directory")), language)
            return
        arrival = Arrival(
            key=f"{deed.key}.directory",
            connection_id=self._house.connection.id,
            account=deed.user,
            place=visit.direct.external_id,
            action="people.propose",
            fields={"directory": directory},
        )
        played = await self._conductor.play(arrival)
        again = _again(replace(visit, place=visit.direct), played)
        await self._post(visit.direct.external_id, deed.user, _a_card(played.drawn), language, again=again)

    def _meant(self, deed: Deed, visit: Visit) -> str:
        """What was written means; in a thread that cites something it may ask more of that."""
        text, language = reading.plain(deed.text, {}), visit.person.language
        meant = understand(text, language)
        if meant == UNCLEAR and deed.thread and self._cited(deed) and follows_up(text, language):
            return ASK
        return meant

    def _cited(self, deed: Deed) -> Mapping[str, str]:
        """What a question may be about: what was cited last in its thread."""
        return self._threads.cited((deed.channel, deed.thread), deed.user, self._conductor.clock.now())

    async def _plain(self, text: str, visit: Visit) -> str:
        """What somebody wrote, with the names of those it names."""
        named = reading.people_in(text)
        names = await self._read(lambda store: self._names(store, named)) if named else {}
        return reading.plain(text, names)

    def _names(self, store: Store, users: list[str]) -> dict[str, str]:
        found = {user: people.known_as(store, self._house.connection.id, user) for user in users}
        return {user: person.name for user, person in found.items() if person is not None}

    # Answers

    async def _answer_card(self, deed: Deed, visit: Visit, played: Played) -> None:
        """Show a card that is an answer: to its reader alone, and once."""
        if played.answer.how is How.COMING:
            if visit.work is not None:
                visit.work.handed_on = True
            self._soon(self._show_when_heard(deed, visit, played))
            return
        if played.answer.how is not How.CARD or not isinstance(played.drawn, Card):
            return
        is_private = visit.place.kind is PlaceKind.DIRECT
        if is_private and played.kept and not deed.respond:
            # It is kept already, with its key: so it is sent like everything else that is kept.
            await self._conductor.send(visit.direct, played.answer, once=deed.key)
            return
        if played.twin:
            return
        if visit.work is not None:
            visit.work.handed_on = True
        self._soon(self._show(deed, visit, played.drawn, played))

    async def _show_when_heard(self, deed: Deed, visit: Visit, coming: Played) -> None:
        """Show what the model has to say once it has: in a thread it is said meanwhile that we are at it."""
        played, ask = None, coming.answer.about["ask"]
        try:
            comes_first = await self._is_first(deed.key)
            played = await self._conductor.heard(ask, visit.person.id) if comes_first else None
        finally:
            if played is None and visit.work is not None:
                self._sessions.end(visit.work)
        if not comes_first:
            await self._conductor.done_with(ask, visit.person)
        if played is None:
            return
        try:
            # It was looked at whether it came first, and its key is kept.
            await self._show(deed, visit, _a_card(played.drawn), replace(played, kept=True))
        except Unknown as problem:
            # It may stand there: it is not said twice.
            log.warning("nobody knows whether an answer was shown: %s", problem)
        await self._conductor.done_with(ask, visit.person)

    async def _show(self, deed: Deed, visit: Visit, card: Card, played: Played) -> None:
        work = visit.work
        try:
            await self._show_once(deed, visit, card, played)
        except Stopped:
            assert work is not None, "nothing else can be stopped"
            work.dropped = True
            await self._take_back(deed, visit, played)
        finally:
            if work is not None:
                self._sessions.end(work)

    async def _show_once(self, deed: Deed, visit: Visit, card: Card, played: Played) -> None:
        work = visit.work
        if not played.kept and not await self._is_first(deed.key):
            return
        language, again = visit.person.language, _again(visit, played)
        if deed.respond:
            try:
                await self._call.respond(deed.respond, **_alone(card, language, again))
            except Unknown as problem:
                # It may stand there: it is not said twice.
                log.warning("nobody knows whether an answer was shown: %s", problem)
                return
            except FAILED as problem:
                log.info("an answer goes to the direct conversation: %s", problem)
            else:
                return
        is_private = visit.place.kind is PlaceKind.DIRECT
        thread = work.thread[1] if work is not None and is_private else deed.thread
        go_on = work.go_on if work is not None else lambda: None
        if work is not None and not is_private and await self._show_all(visit, card, played, work):
            return
        # Read before: what fails after it was shown would have it shown once more.
        text = await self._plain(deed.text, visit) if work is not None and is_private else ""
        await self._post(visit.place.external_id, deed.user, card, language, again=again, thread=thread, go_on=go_on)
        self._remember_cited(deed, visit, card, thread)
        if work is not None and is_private:
            # The first question of a thread gives it its name.
            words = titled(played.answer, text)
            work.title = render.session(words, language) if words is not None else ""

    async def _show_all(self, visit: Visit, card: Card, played: Played, work: Work) -> bool:
        """Answer a question in the thread of a channel, for everybody there, if everybody may read the answer.

        Where a guest or another organisation reads along, or nobody can tell, it is for who asked alone.
        """
        if played.answer.view not in FOR_ALL:
            return False
        channel, root = work.thread
        try:
            await self._out.refuse_strangers(visit.place)

            def draws(figures: Figures, pictures: Sequence[str]) -> render.Message:
                message = render.message(card, PlaceKind.CHANNEL, work.language, figures=figures, pictures=pictures)
                return render.leading(message, _again(visit, played))

            async def post(message: render.Message, _first: bool) -> Mapping[str, Any]:
                given = as_message(channel, message)
                return await self._patiently("chat.postMessage", work.go_on, **given, thread_ts=root)

            await as_taken(self._call, card, work.language, draws, post)
        except Unknown as problem:
            # It may stand there: it is not said twice.
            log.warning("nobody knows whether an answer was shown: %s", problem)
            return True
        except (*FAILED, PrivateShown) as problem:
            log.info("an answer is for who asked alone: %s", problem)
            return False
        self._threads.shown(work.thread, "", card, self._conductor.clock.now())
        return True

    def _remember_cited(self, deed: Deed, visit: Visit, card: Card, thread: str) -> None:
        """What was cited is in view in its thread, and for a while in the conversation with who asked."""
        channel, now = visit.place.external_id, self._conductor.clock.now()
        for one in {thread, ""} if visit.place.kind is PlaceKind.DIRECT else {thread} - {""}:
            self._threads.shown((channel, one), deed.user, card, now)

    async def _take_back(self, deed: Deed, visit: Visit, played: Played) -> None:
        """What was passed on of a question whose answer nobody will see is not passed on after all."""
        silence = played.answer.about.get("silence") if played.answer.view == PASSED_ON else ""
        if silence:
            direct = visit.direct.external_id
            key = f"{deed.key}.stopped"
            await self._conductor.play(
                Arrival(key, self._house.connection.id, deed.user, direct, TAKE_BACK, value=silence)
            )

    async def _is_first(self, key: str) -> bool:
        """Whether what came with this key comes for the first time, by the database; nothing else of it is kept."""
        connection = self._house.connection
        return await self._conductor.is_first(connection.workspace_id, connection.id, key)

    async def _post(
        self,
        channel: str,
        user: str,
        card: Card,
        language: str,
        *,
        again: str = "",
        thread: str = "",
        go_on: Callable[[], None] = lambda: None,
    ) -> None:
        """Show a card to one person: in their conversation with us, or in a channel so that nobody else sees it.

        What was written in a `thread` is answered there. Raises what `go_on` raises when it was about to be shown.
        """
        under = {"thread_ts": thread} if thread else {}

        def draws(figures: Figures, pictures: Sequence[str]) -> render.Message:
            message = render.message(card, PlaceKind.DIRECT, language, figures=figures, pictures=pictures)
            return render.leading(message, again)

        async def post(message: render.Message, _first: bool) -> Mapping[str, Any]:
            given = {**as_message(channel, message), **under}
            if channel.startswith(("D", "U", "W")):
                return await self._patiently("chat.postMessage", go_on, **given)
            return await self._patiently("chat.postEphemeral", go_on, **given, user=user)

        await as_taken(self._call, card, language, draws, post)

    async def _patiently(self, method: str, go_on: Callable[[], None], **given: Any) -> Mapping[str, Any]:
        """Call once more where it is certain that nothing was done."""
        try:
            return await self._call.unless_stopped(go_on, method, **given)
        except Later:
            await asyncio.sleep(1)
            return await self._call.unless_stopped(go_on, method, **given, patience=timedelta(seconds=30))

    async def _open(self, deed: Deed, visit: Visit, form: Form, played: Played) -> None:
        """Open a form, while what it was pressed with still holds."""
        if not await self._is_first(deed.key):
            return
        try:
            view = _modal(form, visit, visit.person.language, played.notes)
            await self._call("views.open", trigger_id=deed.trigger, view=view, patience=timedelta(seconds=1))
        except TooMuch:
            log.exception("a form of ours is more than Slack takes", extra={"action": form.action})
            await self._conductor.send(visit.direct, OUR_FAULT, once=deed.key)
        except FAILED as problem:
            log.warning("a form could not be opened: %s", problem)
            await self._conductor.send(visit.direct, TOO_LATE, once=deed.key)

    async def _redrawn(self, visit: Visit, answer: Answer, played: Played) -> Played:
        now = self._conductor.clock.now()
        drawn = await self._read(
            lambda store: draw(store, answer.view, answer.about, reader_of(store, visit.direct, now))
        )
        return replace(played, answer=answer, drawn=drawn, notes={}, kept=False)

    async def _show_rest(self, deed: Deed) -> None:
        """Show what a message had no room for, unless it is stopped before it is there."""
        work = Work(reading.thread_of(deed), deed.user, LANGUAGE)
        self._sessions.begin(work)
        try:
            await self._show_page(deed, work)
        except Stopped:
            work.dropped = True
        finally:
            self._sessions.end(work)

    async def _show_page(self, deed: Deed, work: Work) -> None:
        """It is drawn again, with the rights of who pressed."""
        page = number if (number := deed.value.partition(" ")[0]).isdecimal() else "0"
        try:
            visit = await self._visit(deed)
        except Unanswered as nothing:
            await self._tell(deed, nothing.why)
            return
        except Unkept:
            await self._tell(deed, phrase("slack.busy"))
            return
        try:
            await self._turn_to(deed, visit, int(page[:9]), work)
        except (Gone, LookupError):
            await self._tell(deed, phrase("slack.old"))
        except FAILED as problem:
            log.warning("a further page could not be opened: %s", problem)
            await self._conductor.send(visit.direct, TOO_LATE, once=deed.key)

    async def _turn_to(self, deed: Deed, visit: Visit, page: int, work: Work) -> None:
        """Show a further page, from 1. Raises Gone and LookupError where there is none, and what a call raises."""
        language = visit.person.language
        if deed.view.get("type") == "home":
            card = await self._read(lambda store: self._front(store, visit))
            await self._out.publish(deed.user, card, language, page)
            return
        again = reading.again(deed)
        if again is None:
            again = await self._read(lambda store: self._standing(store, visit, deed.message))
        read = {DIRECTORY: await self._directory.read()} if DIRECTORY in again.about else {}
        whole = replace(again, about={**again.about, **read})
        message = await self._read(lambda store: self._drawn_again(store, visit, whole))
        view = render.rest(message, page, language, again.as_text())
        if deed.view.get("type") == "modal":
            await self._call.unless_stopped(work.go_on, "views.update", view_id=deed.view.get("id"), view=view)
        else:
            await self._call.unless_stopped(work.go_on, "views.open", trigger_id=deed.trigger, view=view)

    def _drawn_again(self, store: Store, visit: Visit, again: Again) -> render.Message:
        """A message as it is now. Raises Gone where who pressed may no longer read it."""
        place = people.place(store, visit.person.workspace_id, again.place)
        if place is None or not people.may_read(store, visit.person, place):
            raise Gone(again.place)
        now = self._conductor.clock.now()
        if again.alone:
            reader, kind = Reader(visit.person, place, now), PlaceKind.DIRECT
        else:
            reader, kind = reader_of(store, place, now), place.kind
        language = reader.person.language if reader.person else LANGUAGE
        return render.message(_a_card(draw(store, again.view, again.about, reader)), kind, language)

    def _standing(self, store: Store, visit: Visit, message: Payload) -> Again:
        """What a message of ours shows now, found by the delivery that it is."""
        found = deliveries.message(store, visit.person.workspace_id, reading.delivery_in(message))
        if found is None or found[0].place_id != visit.place.id:
            raise Gone("no delivery")
        delivery, shown = found
        view, about = (shown.view, shown.about) if shown else (delivery.view, delivery.about)
        return Again(view, about, visit.place.id, alone=False)

    def _front(self, store: Store, visit: Visit) -> Card:
        reader = reader_of(store, visit.direct, self._conductor.clock.now())
        return _a_card(draw(store, FRONT, {"person": visit.person.id}, reader))

    async def _believe(self, deed: Deed, delivery_id: str) -> None:
        """Who presses a message has got it: whatever was in doubt about it is settled."""
        ts = deed.message.get("ts")
        if isinstance(ts, str) and deed.channel:
            await self._house.outbox.believe(self._house.connection, delivery_id, f"{deed.channel} {ts}")

    async def _tell(self, deed: Deed, why: Filled, card: Card | None = None) -> None:
        """Say one sentence to somebody who is shown nothing else, not again and again; or how they can be linked."""
        if card is not None:
            await self._post(deed.channel or deed.user, deed.user, card, LANGUAGE, thread=deed.thread)
            return
        key, now = (deed.user, deed.channel, why.id), self._conductor.clock.now()
        told = self._told.get(key)
        if told is not None and now - told < SAID_AGAIN_AFTER:
            return
        _remember(self._told, key, now)
        card = Card(why)
        if deed.kind is Kind.CAME:
            await self._out.publish(deed.user, card, LANGUAGE)
        else:
            await self._post(deed.channel or deed.user, deed.user, card, LANGUAGE, thread=deed.thread)

    async def _on_error(self, error: Exception, body: Payload) -> BoltResponse:
        """What cannot be answered otherwise, each with its own status; people read a sentence, Slack a number."""
        is_event = body.get("type") == "event_callback"
        if isinstance(error, NotTaken):
            return BoltResponse(status=error.status, body="")
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="" if is_event else _instead(body, phrase("slack.unknown")))
        if not isinstance(error, Unkept):
            log.error("what came from Slack could not be answered", exc_info=error)
        if is_event:
            # It comes again: at once, after a minute, after five.
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body=_instead(body, phrase("slack.busy")))


def _instead(body: Payload, why: Filled) -> dict[str, Any]:
    """One sentence in place of an answer, in the shape that Slack takes to what was sent."""
    if body.get("type") == "block_suggestion":
        return {"options": []}
    if body.get("type") != "view_submission":
        return _alone(Card(why), LANGUAGE)
    if first := reading.first_field(body["view"]):
        # The form stays open with all that was typed.
        return {"response_action": "errors", "errors": {first: plain(why)}}
    return {"response_action": "update", "view": _notice(why)}


def _authorized(house: House) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Tells Bolt who we are, by which it knows our own messages."""

    async def authorized() -> AuthorizeResult:
        team, token = house.connection.external_id, ""
        return AuthorizeResult(
            enterprise_id=None, team_id=team, bot_user_id=house.bot_user, bot_id=house.bot, bot_token=token
        )

    return authorized


def _happened(body: Payload) -> datetime | None:
    """When something happened, by Slack's clock."""
    at = body.get("event_time")
    return datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < 1 << 33 else None


def _a_card(drawn: object) -> Card:
    if not isinstance(drawn, Card):
        raise Gone("no card")
    return drawn


def _modal(form: Form, visit: Visit, language: str, notes: Mapping[str, Filled] | None = None) -> dict[str, Any]:
    channel = "" if visit.place.kind is PlaceKind.DIRECT else visit.place.external_id
    private = reading.Opened(form.action, form.about, channel).as_text()
    return dict(render.modal(form, language, private=private, notes=notes or {}))


def _notice(why: Filled) -> dict[str, Any]:
    """A form's place taken by one sentence."""
    blocks = render.message(Card(why), PlaceKind.DIRECT, LANGUAGE).blocks
    title, close = (plain(phrase("slack.name")), plain(phrase("slack.close")))
    return {"type": "modal", "title": _text(title), "close": _text(close), "blocks": blocks}


def _text(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _again(visit: Visit, played: Played) -> str:
    """What draws an answer again, for the button behind which its rest stands."""
    about = {name: "" if name == DIRECTORY else said for name, said in played.answer.about.items()}
    return Again(played.answer.view, about, visit.place.id, alone=True).as_text()


def _alone(card: Card, language: str, again: str = "") -> dict[str, Any]:
    """A card for the one who did something, and nobody else.

    Without charts: where Slack refuses one here, it tells nobody, and it cannot be drawn again.
    """
    message = render.leading(render.message(card, PlaceKind.DIRECT, language, figures=Figures.WORDS), again)
    blocks = {"response_type": "ephemeral", "replace_original": False, "blocks": message.blocks}
    return {"text": message.text, **blocks, **render.AS_IT_STANDS}


def _sentence(nothing: Exception) -> Filled:
    if isinstance(nothing, Unanswered):
        return nothing.why
    return phrase("home.forged") if isinstance(nothing, Forged) else phrase("slack.busy")


def _remember(known: OrderedDict[K, V], key: K, value: V) -> None:
    known[key] = value
    while len(known) > REMEMBERED:
        known.popitem(last=False)
