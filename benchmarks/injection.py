"""A hundred thousand hostile strings in every field that a person or a file can write: nothing of them becomes active.

Each round writes a service file whose every text is hostile, asks about it in hostile words, and draws every output: the
message for each place, plainer and as text, the modals, the pages of the Home tab, the search. What Slack would act on
(mention, link, markup) and is not ours is counted. `python -m benchmarks.injection [strings] [seed]`.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.goals import Goal, lines
from benchmarks.yaml_fuzz import Folder
from bot.answering import answer
from bot.answering.clicked import chosen_by_click
from bot.errors import KnowledgeError
from bot.model import Answer, Context, Knowledge, Topic
from bot.rendering import home
from bot.rendering.as_json import as_json
from bot.rendering.blocks import as_section, as_text, message
from bot.rendering.carried import Carried, pack, unpack, user_id
from bot.rendering.modals import said_modal, why_modal, wrong_modal
from bot.rendering.offers import offers
from bot.rendering.pages import Page, of_choice, of_service, unpack_page
from bot.rendering.plain import plain
from bot.rendering.surface import Seen, Surface
from bot.rendering.why import explain
from bot.slack.searching import search

STRINGS = 100_000
ASKER = "U0ASKER"
_PARTS = [
    "<!channel>", "<!here>", "<!everyone>", "<@U0VICTIM>", "<#C0SECRET|general>", "<!subteam^S1|@dba>",
    "<https://evil.example|Sign in>", "<http://evil.example>", "<mailto:a@evil.example|mail>", "https://evil.example/x",
    "www.evil.example", "evil.example", "@here", "@channel", "*bold*", "_it_", "~no~", "`code`", "```block```", "> quote",
    "&lt;!channel&gt;", "&amp;lt;@U0VICTIM&amp;gt;", "&#60;!here&#62;", "<", ">", "|", "&", "<!date^0^{date}^https://evil.example|x>",
    ":tada:", "\\u003c!channel\\u003e", '"', "'", "{", "}", '","url":"https://evil.example', "<script>alert(1)</script>",
    "[x](https://evil.example)", "javascript:alert(1)", "%3C!channel%3E", "＜!channel＞", "‹!channel›", "U0VICTIM", "- a", "1. b",
    "who patches", "RDS", "the operating system", "backups", "aws",
]  # fmt: skip
_UNESCAPED = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


def hostile(rng: Random, most: int, least: int = 3) -> str:
    """A line of hostile parts, as a duty, a name or a question would hold it."""
    made = " ".join(rng.choice(_PARTS) for _ in range(rng.randrange(1, 6)))
    if made[0].islower():
        made = f"X{made}"
    return made.replace("(", "").replace(")", "")[:most].strip().ljust(least, "x")


@dataclass
class Found:
    """What was written, and what became active of it."""

    strings: int = 0
    services: int = 0
    outputs: int = 0
    active: list[str] = field(default_factory=list)

    def line(self, rng: Random, most: int = 110) -> str:
        """One more hostile string."""
        self.strings += 1
        return hostile(rng, most)


def service_file(found: Found, rng: Random) -> bytes:
    """A service file with a hostile string in every text that it can hold; JSON is YAML."""

    def line(most: int = 110) -> str:
        return found.line(rng, most)

    def duty() -> dict[str, Any]:
        return {
            "provider": [line(), line()],
            "customer": [line()],
            "choices": [line()],
            "third_party": {"name": line(), "does": [line()]},
            "default_state": line(),
            "if_we_do_nothing": line(),
            "contested": [{"says": line(), "source": "one"}, {"says": line(), "source": "two"}],
            "sources": ["one", "two"],
        }

    def source() -> dict[str, str]:
        url = "https://docs.aws.amazon.com/" + re.sub("[^a-zA-Z0-9!:@.-]", "", line())
        return {"title": line(), "url": url, "reviewed": "2026-11-23"}

    data = {
        "id": "zzz",
        "name": f"Amazon {line(60)}",
        "means": line(),
        "model": "managed",
        "aliases": ["zzz", line(80)],
        "weak_aliases": [line(80)],
        "lifecycle": {"stage": "ending", "note": line(), "source": "one"},
        "sources": {"one": source(), "two": source()},
        "absent": {"container_images": line()},
        "areas": {"guest_os_patching": duty(), "backup_restore": duty()},
        "options": {
            "first": {"name": line(), "default": True, "aliases": [line(80)]},
            "second": {
                "name": line(),
                "aliases": ["zzz second", line(80)],
                "words": ["second", line(80)],
                "areas": {"guest_os_patching": duty() | {"provider": []}},
            },
        },
        "examples": [{"ask": line()}],
    }
    return json.dumps(data, ensure_ascii=False).encode() + b"\n...\n"


def round_of(folder: Folder, rng: Random, found: Found) -> None:
    """One hostile file, asked and drawn in every way."""
    try:
        knowledge = folder.load("service", service_file(found, rng))
    except KnowledgeError:
        return  # refused, and so nowhere to be seen
    found.services += 1
    exactly = Topic((("aws/zzz", None),), ("guest_os_patching",))
    for number in range(6):
        text = f"{found.line(rng, 200)} who patches zzz {'second ' * (number % 2)}{found.line(rng, 200)}"
        chosen = (None, None, exactly, Topic((("aws/zzz", "second"),)))[number % 4]
        answered = answer(text, Context(None, chosen), knowledge)
        for output in outputs(answered, text, chosen, knowledge, found.line(rng)):
            found.outputs += 1
            found.active += [
                f"{what} in {str(output)[:300]}"
                for what in active(output, knowledge.provider.hosts)
            ]


def outputs(
    answered: Answer, text: str, exactly: Topic | None, knowledge: Knowledge, extra: str
) -> Iterator[dict[str, Any]]:
    """Everything that Slack could be sent because of this question; `extra` stands for ids and values of others."""
    offered = offers(answered, knowledge)
    for asker in (ASKER, f"{extra}|"):  # a whole id alone is what Slack says of who clicked
        carried = Carried(text, exactly=exactly, asker=user_id(asker))
        for seen in Seen:
            made = message(answered, Surface(seen, carried, shared_by=asker), offered)
            yield made
            yield as_section(made)
            yield as_text(made)
    because = explain(answered, knowledge)
    yield why_modal(because)
    yield wrong_modal(because.question, because.headline, pack(carried))
    yield said_modal("Title", extra)
    yield home.start(knowledge)
    yield home.services(knowledge, of_choice(extra, knowledge) or unpack_page(extra) or Page())
    service = knowledge.services["aws/zzz"]
    page = of_service(service)
    yield home.answered(page, answered, offered)
    if question := chosen_by_click(text, Topic((("aws/zzz", None),)), knowledge):
        overview = answer(question.text, Context(None, Topic((("aws/zzz", None),))), knowledge)
        yield home.service(page, overview)
    yield {"options": search(extra[:3], knowledge)}
    assert unpack(extra) is None
    assert plain(answered)
    assert json.loads(json.dumps(as_json(answered, text)))["question"] == text


def active(output: Any, hosts: tuple[str, ...], key: str = "") -> Iterator[str]:
    """What Slack would act on: mentions and markup in text it parses, links to strange hosts, people who are not ours."""
    if isinstance(output, list):
        for item in output:
            yield from active(item, hosts)
    elif isinstance(output, dict):
        yield from _of_object(output, hosts, is_top=not key)
        for name, value in output.items():
            yield from active(value, hosts, name)


def _of_object(made: dict[str, Any], hosts: tuple[str, ...], *, is_top: bool) -> Iterator[str]:
    kind = made.get("type")
    said = made.get("text") if is_top and kind is None else None
    if isinstance(said, str) and _UNESCAPED.search(said):
        yield "unescaped text"
    if kind == "mrkdwn":
        yield "text that is parsed"
    if kind == "plain_text" and made.get("emoji") is not False:
        yield "emoji codes"
    if kind == "user" and made["user_id"] != ASKER:
        yield "a mention"
    if kind in {"broadcast", "channel", "usergroup", "date", "emoji", "image", "markdown"}:
        yield f"an element {kind}"
    for name in ("url", "image_url", "thumb_url"):
        if name in made and not _is_official(made[name], hosts):
            yield "a link"


def _is_official(url: str, hosts: tuple[str, ...]) -> bool:
    found = re.fullmatch(r"https://([a-z0-9.-]+)(/[^\s<>|\"`\\]*)?", url)
    return bool(found) and found is not None and found[1] in hosts


def run(strings: int, seed: int, folder: Folder | None = None) -> Found:
    """Rounds until so many hostile strings were written."""
    folder, rng, found = folder or Folder(), Random(seed), Found()
    while found.strings < strings:
        round_of(folder, rng, found)
    return found


def main() -> None:
    """Print the figures."""
    strings = int(sys.argv[1]) if len(sys.argv) > 1 else STRINGS
    found = run(strings, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(
        f"{found.strings:,} hostile strings, {found.services:,} services, {found.outputs:,} outputs"
    )
    for wrong in found.active[:10]:
        print(wrong)
    print(lines([Goal("active mentions, links, markup", len(found.active), 0)]))


if __name__ == "__main__":
    main()
