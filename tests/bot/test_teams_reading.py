"""What Teams sends is read as what somebody did, whatever shape it comes in."""

import html
from collections.abc import Mapping
from typing import Any

import pytest

from bot.teams import reading
from bot.teams.reading import Deed, Kind

TENANT, ADA = "0f0e0d0c-tenant", "aad-ada"


def activity(kind: str = "message", **more: Any) -> dict[str, Any]:
    """An activity of Ada's in her conversation with us."""
    return {
        "type": kind,
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.example/emea/",
        "from": {"id": "29:ada", "aadObjectId": ADA},
        "recipient": {"id": "28:bot", "name": "Concertmaster"},
        "conversation": {"id": "a:ada", "conversationType": "personal"},
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }


def done(found: Mapping[str, Any]) -> Deed:
    read = reading.deed(found)
    assert read is not None
    return read


def invoked(name: str, value: Any) -> dict[str, Any]:
    return activity("invoke", name=name, value=value, replyToId="9")


def test_what_was_written_is_of_somebody_in_a_tenant_at_an_address() -> None:
    found = done(activity(text="check in"))
    assert (found.kind, found.tenant, found.user, found.account) == (Kind.SAID, TENANT, ADA, "29:ada")
    assert (found.conversation, found.service, found.is_private) == ("a:ada", "https://smba.example/emea/", True)
    assert (found.text, found.action, found.activity, found.waits) == ("check in", "", "1", False)


def test_an_id_of_entra_is_the_same_however_it_is_written() -> None:
    message = {"from": {"user": {"id": "AAD-Bo"}}, "body": {"content": "x"}}
    chosen = invoked("composeExtension/fetchTask", {"commandId": "nominations.ask", "messagePayload": message})
    found = done(chosen | {"from": {"id": "29:Ada", "aadObjectId": ADA.upper()}})
    assert (found.user, found.account, found.fields["author"]) == (ADA, "29:Ada", "aad-bo")


def test_the_tenant_of_the_channel_goes_before_that_of_the_conversation() -> None:
    other = {"id": "a:ada", "tenantId": "other"}
    assert done(activity(text="a", conversation=other)).tenant == TENANT
    assert done(activity(text="a", conversation=other, channelData={})).tenant == "other"


def test_a_key_is_the_same_for_what_is_delivered_again_and_for_nothing_else() -> None:
    key = done(activity(text="a")).key
    assert done(activity(text="other words", timestamp="later")).key == key
    others = (
        activity(text="a", id="2"),
        activity(text="a", channelId="emulator"),
        activity(text="a", conversation={"id": "a:bo"}),
        activity("installationUpdate", action="add"),
    )
    assert key not in {done(one).key for one in others}


def test_what_is_not_numbered_is_known_again_by_when_it_was_done() -> None:
    first, again, later = (activity(text="a", id=None, timestamp=at) for at in ("1", "1", "2"))
    assert done(first).key == done(again).key != done(later).key


def test_what_names_us_is_left_out_and_others_keep_their_names() -> None:
    entities = [
        {"type": "mention", "text": "<at>Concertmaster</at>", "mentioned": {"id": "28:bot"}},
        {"type": "mention", "text": "<at>Bo</at>", "mentioned": {"id": "29:bo"}},
        {"type": "clientInfo"},
        "nothing",
    ]
    text = "<at>Concertmaster</at>\u00a0 <at>Bo</at> helped"
    assert done(activity(text=text, entities=entities)).text == "Bo helped"
    assert done(activity(text=text, entities="none")).text == "Concertmaster Bo helped"


def test_a_channels_thread_is_told_from_the_channel() -> None:
    found = done(
        activity(text="a", conversation={"id": "19:f@thread.tacv2;messageid=17", "conversationType": "channel"})
    )
    assert (found.conversation, found.thread, found.is_private) == ("19:f@thread.tacv2", "17", False)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<at>Concertmaster</at>&nbsp;help&nbsp;&nbsp;", "Concertmaster help"),
        ("call A &amp; B &lt;before&gt; &quot;noon&quot;&#33;", 'call A & B <before> "noon"!'),
        ("&lt;at&gt;Bo&lt;/at&gt; helped", "<at>Bo</at> helped"),
        ("&amp;lt;at&amp;gt; &amp;amp;", "&lt;at&gt; &amp;"),
        ("&#60;at&#62; &#0; &#xD800; &#x110000;", "<at> \ufffd \ufffd \ufffd"),
        ("R&D at https://a.example/?b=1&copy=2&lt=3 & more", "R&D at https://a.example/?b=1&copy=2&lt=3 & more"),
        ("&none; &; &#; &#x;", "&none; &; &#; &#x;"),
    ],
)
def test_what_stands_for_a_character_is_that_character_once(text: str, read: str) -> None:
    assert done(activity(text=text)).text == read


def test_what_somebody_typed_so_stays_so_where_teams_says_how_it_stood() -> None:
    page = {"contentType": "text/html", "content": "<p>in XML an &amp;amp; is&nbsp;an &amp;#38;</p>"}
    typed = activity(text="in XML an &amp; is&nbsp;an &#38;", attachments=[{"contentType": "x"}, page, "none"])
    assert done(typed).text == "in XML an &amp; is an &#38;"
    for text in ("A &amp; B", "an &amp;lt; is a &lt;"):
        page = {"contentType": "text/html", "content": f"<p>{text}</p>"}
        assert done(activity(text=text, attachments=[page])).text == html.unescape(text)


def test_a_chat_of_two_people_is_nobodys_own_whatever_it_says() -> None:
    chat = {"id": "19:ada_bo@unq.gbl.spaces", "conversationType": "personal"}
    assert not done(activity(text="a", conversation=chat)).is_private


def test_a_command_that_was_typed_is_told_from_what_follows_it() -> None:
    found = done(activity(text="/score field/P-1"))
    assert (found.command, found.text) == ("score", "field/P-1")
    assert done(activity(text="/ is no command")).text == "/ is no command"


@pytest.mark.parametrize("waits", [True, False])
def test_a_button_says_its_action_whichever_way_it_comes(waits: bool) -> None:
    data = {"action": "checkin.same", "value": "2027-03-09", "delivery": "d1"}
    one = invoked("adaptiveCard/action", {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"})
    found = done(one if waits else activity(value=data, replyToId="9"))
    assert (found.kind, found.action, found.value) == (Kind.PRESSED, "checkin.same", "2027-03-09")
    assert (found.delivery, found.message, found.waits) == ("d1", "9", waits)


def test_what_was_written_beside_what_is_none_of_ours_is_read() -> None:
    for value in ({"x": 1}, {}, {"form": 1, "action": None}, "text", 3):
        found = done(activity(text="my part", value=value))
        assert (found.kind, found.action, found.text) == (Kind.SAID, "", "my part")
    for text in ("", " ", "<at></at>"):
        assert reading.deed(activity(text=text, value={"x": 1})) is None, "a button of somebody else's"
    ours = done(activity(text="my part", value={"action": "checkin.same"}))
    assert (ours.kind, ours.action, ours.text) == (Kind.PRESSED, "checkin.same", "")


def test_a_form_brings_what_was_typed_and_what_it_is_about() -> None:
    data = {"form": "checkin.hand_in", "about": {"day": "2027-03-09", "n": 1}, "task1": "call", "tell": True}
    found = done(invoked("adaptiveCard/action", {"action": {"data": data}}))
    assert (found.kind, found.action) == (Kind.HANDED_IN, "checkin.hand_in")
    assert found.fields == {"task1": "call", "day": "2027-03-09"}
    assert done(activity(value={**data, "about": "nothing", "delivery": "d1"})).fields == {"task1": "call"}
    numbers = {"form": "allowance.propose", "share": 40, "half": 0.5, "tell": False, "deep": [["x"]], "none": {}}
    assert done(activity(value=numbers)).fields == {"share": "40", "half": "0.5"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('{"feedbackText": "too long "}', "too long"),
        ("too long", "too long"),
        ('"quoted"', '"quoted"'),
        ({"feedbackText": "too long"}, "too long"),
        ("[" * 9000, "[" * 9000),
        (None, ""),
    ],
)
def test_feedback_is_read_as_json_and_as_it_was_typed(said: object, read: str) -> None:
    value = {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": said}}
    found = done(invoked("message/submitAction", value))
    assert (found.kind, found.value, found.text, found.message) == (Kind.JUDGED, "not_helped", read, "9")


def test_something_is_made_of_the_words_of_a_message_and_of_who_wrote_it() -> None:
    body = {"contentType": "html", "content": "<div>Called <b>Acme</b> &amp; Co<br>today</div>"}
    message = {"id": "5", "body": body, "from": {"user": {"id": "aad-bo"}}}
    found = done(invoked("composeExtension/fetchTask", {"commandId": "nominations.ask", "messagePayload": message}))
    assert (found.kind, found.action, found.value) == (Kind.CHOSEN, "nominations.ask", "Called Acme & Co\ntoday")
    assert (found.fields["author"], found.in_dialog) == ("aad-bo", True)
    assert found.fields["message"].startswith("message:")
    of_a_bot = {"body": {"contentType": "text", "content": "a < b"}, "from": {"application": {"id": "x"}}}
    found = done(invoked("composeExtension/fetchTask", {"commandId": "nominations.ask", "messagePayload": of_a_bot}))
    assert (found.value, found.fields) == ("a < b", {"author_is": "bot"})
    found = done(invoked("composeExtension/fetchTask", {"commandId": "checkin.open_form"}))
    assert (found.value, found.fields) == ("", {})


@pytest.mark.parametrize("data", [{"form": "a.b", "x": "y"}, {"action": {"data": {"form": "a.b", "x": "y"}}}])
def test_what_is_handed_in_in_a_dialog_is_answered_in_it(data: object) -> None:
    found = done(invoked("composeExtension/submitAction", {"data": data}))
    assert (found.kind, found.action, found.fields, found.in_dialog) == (Kind.HANDED_IN, "a.b", {"x": "y"}, True)


def test_being_installed_and_removed_is_told_from_being_renewed() -> None:
    kinds = {said: done(activity("installationUpdate", action=said)).kind for said in ("add", "remove", "add-upgrade")}
    assert kinds == {"add": Kind.CAME, "remove": Kind.LEFT, "add-upgrade": Kind.CHANGED}
    assert done(activity("installationUpdate", action="add")).action == "", "nothing was asked for"
    assert reading.deed(activity("installationUpdate", action="other")) is None
    assert done(activity("conversationUpdate", membersAdded=[{"id": "29:bo"}])).kind is Kind.CHANGED


NOTHING: list[dict[str, Any]] = [
    {},
    activity("typing"),
    activity(type=None),
    activity(text="a", conversation=None),
    activity(text="a", conversation={"id": "x" * 256}),
    activity(text="a", channelData=[]),
    {**activity(text="a"), "from": {"id": "29:ada"}},
    activity(value={"other": "app"}),
    invoked("adaptiveCard/action", {"action": {"data": "none"}}),
    invoked("adaptiveCard/action", []),
    invoked("composeExtension/fetchTask", {}),
    invoked("composeExtension/submitAction", {"data": 1}),
    invoked("message/submitAction", {"actionName": "feedback", "actionValue": {"reaction": "wow"}}),
    invoked("message/submitAction", {"actionName": "other", "actionValue": {"reaction": "like"}}),
    invoked("signin/verifyState", {}),
    {**invoked("adaptiveCard/action", {}), "from": {}},
]


@pytest.mark.parametrize("found", NOTHING)
def test_what_is_nobodys_deed_is_none(found: dict[str, Any]) -> None:
    assert reading.deed(found) is None
