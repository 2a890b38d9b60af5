"""What a person or a file writes comes back as letters: never a mention, a link or markup of theirs.

The harness is benchmarks/injection.py, which does the same with a hundred thousand strings.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.injection import active, outputs, run
from benchmarks.yaml_fuzz import Folder
from bot.answering import answer
from bot.model import Context
from bot.rendering.blocks import TEXT_LIMIT, escaped
from bot.slack import sending

HOSTS = ("docs.aws.amazon.com",)
TEXT = st.text(alphabet=st.sampled_from("<>@#!|&;:*_~`/.\\\"' \nahttpswevil"), max_size=80)


@pytest.fixture(scope="module")
def folder() -> Folder:
    return Folder()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hostile_becomes_active(folder: Folder, seed: int) -> None:
    """Hostile words in every text of a service file and in the question: in no message, modal, page or menu."""
    found = run(600, seed, folder)

    assert found.services >= 8
    assert found.outputs > 500
    assert found.active == []


@given(text=TEXT)
@settings(max_examples=40, deadline=None)
def test_any_question_is_drawn_without_active_markup(folder: Folder, text: str) -> None:
    """Whatever is made of the characters that Slack's markup is made of."""
    knowledge = _hostless(folder)
    asked = f"{text} who patches zzz {text}"
    answered = answer(asked, Context(), knowledge)
    made = list(outputs(answered, asked, None, knowledge, f"<{text}>"))

    assert [what for output in made for what in active(output, knowledge.provider.hosts)] == []


def _hostless(folder: Folder, kept: dict = {}):  # noqa: B006 - made once
    if not kept:
        raw = folder.files["service"]
        rds = next(text for text in raw if b"\nid: rds\n" in text)
        kept["knowledge"] = folder.load(
            "service",
            rds.replace(b"\nid: rds\n", b"\nid: zzz\n").replace(
                b"aliases: [", b"aliases: [zzz, ", 1
            ),
        )
    return kept["knowledge"]


@pytest.mark.parametrize(
    "output",
    [
        {"text": "<!channel>"},
        {"text": "a > b"},
        {"text": "AT&T"},
        {"text": "", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}]},
        {"text": "", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": ":x:"}}]},
        {"blocks": [{"elements": [{"type": "user", "user_id": "U0VICTIM"}]}]},
        {"blocks": [{"elements": [{"type": "broadcast", "range": "here"}]}]},
        {"blocks": [{"elements": [{"type": "link", "url": "https://evil.example/"}]}]},
        {"blocks": [{"elements": [{"type": "link", "url": "http://docs.aws.amazon.com/"}]}]},
        {
            "blocks": [
                {
                    "elements": [
                        {"type": "link", "url": "https://evil.example\\@docs.aws.amazon.com/"}
                    ]
                }
            ]
        },
        {"blocks": [{"type": "button", "url": "https://evil.example/"}]},
    ],
    ids=range(11),
)
def test_the_judge_sees_what_is_active(output: dict) -> None:
    """It would not pass over any of these."""
    assert len(list(active(output, HOSTS))) == 1


def test_every_post_tells_slack_to_read_nothing_into_it() -> None:
    """No preview of a link, no name and no star turned into something else."""
    assert sending._QUIET == {
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
        "mrkdwn": False,
    }


@pytest.mark.usefixtures("app")
async def test_the_flags_arrive_at_slack(slack) -> None:
    """With the answer to a mention, whatever shape it was sent in."""
    slack.failures["chat.postMessage"] = [{"ok": False, "error": "invalid_blocks"}] * 2
    await slack.mention("who patches RDS?")
    posts = [arguments for method, arguments in slack.calls if method == "chat.postMessage"]

    assert len(posts) == 3
    for post in posts:
        for flag in ("unfurl_links", "unfurl_media", "link_names", "mrkdwn"):
            assert post[flag] in (False, "0", "False", "false", 0)
        assert post["parse"] == "none"


def test_a_cut_text_ends_with_no_half_of_an_entity() -> None:
    """Where the text of a message is cut, no "&am" is left."""
    from bot.rendering.blocks import text_of
    from bot.rendering.words import Reply

    for start in range(6):
        reply = Reply(
            title="x" * start,
            headline="&<>" * TEXT_LIMIT,
            rows=(),
            notes=(),
            sources=(),
            suggestions=(),
        )
        assert list(active({"text": text_of(reply)}, HOSTS)) == []
    assert escaped("<&>") == "&lt;&amp;&gt;"
