"""What is posted obeys Block Kit, stays under Slack's limits, and cannot carry markup."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import answer
from bot.model import Context, Topic
from bot.rendering.blocks import TOTAL_LIMIT, as_section, text_of
from bot.rendering.carried import Carried, pack, unpack
from bot.rendering.offers import offers
from bot.rendering.pages import pack_page, unpack_page
from bot.rendering.plain import plain
from bot.rendering.surface import Seen
from bot.rendering.words import compose
from bot.simulator.limits import message_problems
from tests.rendering.drawing import drawn, unread


def questions(knowledge) -> list[str]:
    asked = [e.ask for s in knowledge.services.values() for e in s.examples[:2]]
    names = [s.name for s in knowledge.services.values()]
    return [
        *asked,
        *names,
        "",
        "help",
        "who patches ecks",
        "who guards the data centre",
        "where is OS patching on us?",
    ]


def test_every_message_obeys_slacks_limits(knowledge) -> None:
    """At most 50 blocks, 11,000 characters in all, buttons and values within theirs, a full text beside."""
    for question in questions(knowledge):
        made = drawn(question, knowledge)
        size = len(json.dumps(made["blocks"]))
        assert made["text"], question
        assert len(made["blocks"]) <= 50, question
        assert _characters(made["blocks"]) <= TOTAL_LIMIT + 2000, (question, size)


def _characters(value: object) -> int:
    if isinstance(value, dict):
        return sum(
            len(v) if k in ("text", "url") and isinstance(v, str) else _characters(v)
            for k, v in value.items()
        )
    return sum(map(_characters, value)) if isinstance(value, list) else 0


@pytest.mark.parametrize("seen", Seen, ids=lambda seen: seen.name.lower())
def test_slacks_own_library_reads_every_block(knowledge, seen: Seen) -> None:
    """Parsed and written again, nothing is lost and no limit is broken."""
    for question in questions(knowledge):
        assert unread(drawn(question, knowledge, seen)["blocks"]) == [], question


def test_a_second_judge_accepts_the_blocks(knowledge) -> None:
    """slackblocks knows the limits independently; what it can read, it accepts."""
    import slackblocks

    made = drawn("who patches RDS?", knowledge)
    section = slackblocks.Block.from_dict(as_section(made)["blocks"][0])

    assert section is not None


@pytest.mark.parametrize("question", ["who patches RDS?", "rds", "who patches ecks"])
def test_the_text_says_everything(ask, question: str) -> None:
    """A screen reader or a notification gets the whole answer."""
    answered = ask(question)

    assert plain(answered)[:500].replace("&", "&amp;").replace("<", "&lt;")[:200] in text_of(
        compose(answered)
    )


def test_nothing_is_parsed_as_markup(knowledge) -> None:
    """Answers use rich_text `text` and `link` elements and plain_text only: letters, never markup."""
    for question in questions(knowledge):
        for block in drawn(question, knowledge)["blocks"]:
            assert "mrkdwn" not in json.dumps(block)
            assert block["type"] in ("rich_text", "actions", "context_actions")


SURFACES = {Seen.PRIVATELY: "ephemeral", Seen.SHARED: "ephemeral", Seen.POSTED: "message"}


@pytest.mark.parametrize("seen", Seen, ids=lambda seen: seen.name.lower())
def test_slack_would_take_every_message(knowledge, sixty, seen: Seen) -> None:
    """All of the sixty questions and of the knowledge's own, in each place they can be shown."""
    for question in [*sixty, *questions(knowledge)]:
        assert message_problems(drawn(question, knowledge, seen), SURFACES[seen]) == [], question


def test_an_offered_question_is_answered_as_offered(knowledge, sixty) -> None:
    """Every button below every answer: exactly its service and option, whatever its words could mean."""
    for question in [*sixty, *questions(knowledge)]:
        for offer in offers(answer(question, Context(), knowledge), knowledge):
            if offer.asks.exactly:
                context = Context(exactly=offer.asks.exactly)
                asked = answer(offer.asks.question, context, knowledge)
                assert asked.topic == offer.asks.exactly, offer


# --- what a button carries -----------------------------------------------------------------------


@given(
    question=st.text(max_size=500),
    services=st.lists(
        st.tuples(st.text(max_size=60), st.none() | st.text(max_size=60)), max_size=4
    ),
    areas=st.lists(st.text(max_size=60), max_size=4),
)
def test_what_a_button_carries_comes_back(question: str, services: list, areas: list) -> None:
    """At most 1999 characters; what had to be cut is the topic first, then the question's end."""
    carried = Carried(question, previous=Topic(tuple(services), tuple(areas)), asker="U1")
    value = pack(carried)
    back = unpack(value)

    assert len(value) < 2000
    assert back is not None
    assert carried.question.startswith(back.question)
    if len(question) < 150:
        assert back.question == question


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "[]",
        "null",
        "{",
        '{"q": 7}',
        '{"q": "a", "u": "<@U1>"}',
        '{"q": "a", "u": ["U1"]}',
        '{"q": "a", "x": 1}',
        '{"q": "a", "x": [[["aws/rds"]], []]}',
        '{"q": "a", "x": [[[1, 2]], []]}',
        '{"q": "a", "p": [[], {"a": 1}, []]}',
        '{"q": "' + "a" * 501 + '"}',
        "[" * 1999,
        "x" * 2001,
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_value_we_did_not_write_is_not_believed(value: object) -> None:
    """Whatever comes back over the network: nothing, and no exception."""
    assert unpack(value) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["q", "p", "x", "u", "n", "l"]) | st.text(max_size=3), inner
        )
    ),
    max_leaves=12,
)


@given(value=st.text(max_size=200) | _JSON.map(json.dumps))
def test_no_value_can_break_the_reading(value: str) -> None:
    """Any text and any JSON: something we could have written, or nothing; never an exception."""
    carried, page = unpack(value), unpack_page(value)

    assert carried is None or unpack(pack(carried)) is not None
    assert page is None or unpack_page(pack_page(page)) is not None
