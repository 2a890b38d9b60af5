"""An edited folder is served once it is whole; anything else leaves the last good knowledge where it is."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.editions import QUESTION, Editions, numbers_in, replace_file
from bot.answering import answer
from bot.errors import KnowledgeError
from bot.knowledge.apart import received, sent_from, write
from bot.knowledge.loader import load, stamp
from bot.knowledge.reload import LOOK_SECONDS, InService, Reloaded, Reloader
from bot.model import Context, Knowledge
from bot.rendering.plain import plain
from bot.slack.reloading import warm


class Served:
    """What a desk has of it: knowledge in service, its reloader, and what that noted."""

    def __init__(self, folder: Path) -> None:
        seen = stamp(folder)
        self.knowledge = load(folder)
        self.notes: list[Reloaded] = []
        service = InService(lambda: self.knowledge, warm, self._replace, self.notes.append)
        self.reloader = Reloader(folder, seen, service)

    def _replace(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def says(self) -> str:
        return plain(answer(QUESTION, Context(), self.knowledge))

    def edition(self) -> int:
        return numbers_in(self.says())[0]


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "knowledge")


@pytest.fixture
def served(editions: Editions) -> Served:
    return Served(editions.folder)


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LOOK_SECONDS * 0.9):  # sooner than by looking without a hint
        while not condition():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.05)


async def test_an_edit_is_served_without_a_restart(served: Served, editions: Editions) -> None:
    """Watched from the moment that the folder was read; the running answer changes by itself."""
    editions.next()  # an edit between loading and watching is not missed
    watching = asyncio.create_task(served.reloader.run())
    await wait_for(lambda: served.edition() == editions.number)
    for _ in range(2):
        editions.next()
        await wait_for(lambda: served.edition() == editions.number)
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching

    assert [note.outcome for note in served.notes] == ["ok"] * 3
    assert served.notes[-1].first is None


async def test_nothing_is_read_while_nothing_changed(served: Served) -> None:
    """A look that finds the same files costs no load and notes nothing."""
    before = served.knowledge

    assert await served.reloader.look() is None
    assert served.knowledge is before
    assert served.notes == []


async def test_a_bad_edit_leaves_the_last_good_answers(
    served: Served, editions: Editions, caplog: pytest.LogCaptureFixture
) -> None:
    """The same answer byte for byte; file, line and how many problems are noted and logged, the text of none."""
    before = served.says()
    good = editions.text()
    line = good[: good.index("model: managed")].count("\n") + 1
    editions.break_it(good.replace("model: managed", "model: manged"))
    with caplog.at_level(logging.INFO):
        refused = await served.reloader.look()

    assert refused is not None
    assert (refused.outcome, refused.problems) == ("refused", 1)
    assert str(refused.first).startswith(f"knowledge/aws/services/rds.yaml:{line}: model 'manged'")
    assert f"first=knowledge/aws/services/rds.yaml:{line}" in caplog.text
    assert "manged" not in caplog.text
    assert served.says() == before
    assert await served.reloader.look() is None  # the same bad edit is not tried again

    editions.next()
    assert (await served.reloader.look()).outcome == "ok"
    assert served.edition() == editions.number


async def test_a_file_half_written_is_not_served(served: Served, editions: Editions) -> None:
    """While it grows nothing is read; when it stays cut, it is refused; when it is whole, it is served."""
    path = editions.folder / "aws/services/rds.yaml"
    text = editions.text().replace("edition 00001", "edition 00002")
    before = served.says()
    looking = asyncio.create_task(served.reloader.look())
    for end in range(0, len(text), len(text) // 12):
        path.write_text(text[:end], encoding="utf-8")
        await asyncio.sleep(0.06)
        assert not any(children())
    path.write_text(text[:-4], encoding="utf-8")
    cut = await looking

    assert len(served.notes) == 1
    assert cut is not None
    assert "must end with a line '...'" in str(cut.first)
    assert served.says() == before

    path.write_text(text, encoding="utf-8")
    assert (await served.reloader.look()).outcome == "ok"
    assert served.edition() == 2


async def test_a_folder_half_copied_is_not_served(served: Served, editions: Editions) -> None:
    """Two of five services gone at once is no edit; one of five is."""
    services = editions.folder / "aws/services"
    kept = {path: path.read_text(encoding="utf-8") for path in services.glob("*.yaml")}
    for name in ("lambda", "s3"):
        (services / f"{name}.yaml").unlink()
    refused = await served.reloader.look()

    assert refused is not None
    assert "2 of 5 services are gone" in str(refused.first)
    assert "aws/lambda" in served.knowledge.services

    replace_file(services / "s3.yaml", kept[services / "s3.yaml"])
    assert (await served.reloader.look()).outcome == "ok"
    assert "aws/lambda" not in served.knowledge.services


async def test_evidence_that_vanishes_is_not_served(served: Served, editions: Editions) -> None:
    """Without it words say nothing, and most questions would be declined."""
    before = served.says()
    (editions.folder / "evidence.json").unlink()
    refused = await served.reloader.look()

    assert refused is not None
    assert str(refused.first).startswith("knowledge/evidence.json:0: is gone; put it back")
    assert served.says() == before


async def test_a_reader_that_dies_takes_nobody_with_it(served: Served, editions: Editions) -> None:
    """A file that kills the parser kills another process; that is a problem like any other."""
    editions.next()
    looking = asyncio.create_task(served.reloader.look())
    await wait_for(lambda: any(children()))
    for child in children():
        os.kill(child, signal.SIGKILL)
    refused = await looking

    assert refused is not None
    assert "ended its reader (status -9)" in str(refused.first)
    assert served.edition() == editions.number - 1


async def test_a_reader_sees_no_secret(
    served: Served, editions: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a file could make a parser do finds none of our tokens."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-none-of-its-business")
    editions.next()
    looking = asyncio.create_task(served.reloader.look())
    await wait_for(lambda: any(children()))
    seen = list(environments())
    await looking

    assert seen == [b"PYTHONHASHSEED=0\0"]


def environments() -> Iterator[bytes]:
    """What each of our readers was given."""
    for child in children():
        yield Path(f"/proc/{child}/environ").read_bytes()


def children() -> Iterator[int]:
    """Our readers."""
    for path in Path("/proc/self/task").glob("*/children"):
        for child in path.read_text().split():
            with contextlib.suppress(OSError):
                if b"bot.knowledge.apart" in Path(f"/proc/{child}/cmdline").read_bytes():
                    yield int(child)


async def test_the_loop_goes_on_while_knowledge_is_reloaded(
    served: Served, editions: Editions
) -> None:
    """The longest that a question waits for a reload is a fraction of what loading in its place would cost."""
    started = time.perf_counter()
    warm(load(editions.folder))
    in_place = time.perf_counter() - started
    gaps = []
    for _ in range(3):  # the best of three: other programs make gaps too
        editions.next()
        gaps.append(await longest_gap(served.reloader.look()))

    assert min(gaps) < in_place / 3


async def longest_gap(work: "asyncio.Future[object]") -> float:
    """Seconds that the loop stood still while `work` went on."""
    working = asyncio.ensure_future(work)
    longest = 0.0
    while not working.done():
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - started)
    assert (await working).outcome == "ok"
    return longest


def test_knowledge_comes_back_as_it_was_sent(knowledge: Knowledge) -> None:
    """Every part of it, frozen like the one that was loaded here."""
    out = BytesIO()
    write(knowledge, out)
    back = received(out.getvalue()).knowledge

    for name in ("provider", "areas", "bundles", "concepts", "models", "services", "elsewhere"):
        assert getattr(back, name) == getattr(knowledge, name)
    assert back.prose == knowledge.prose
    for name in ("areas", "words", "ours", "spoken", "learnt_from"):
        assert getattr(back.evidence, name) == getattr(knowledge.evidence, name)
    with pytest.raises(TypeError):
        back.services["aws/rds"] = None
    assert list(back.services) == list(knowledge.services)


async def test_what_an_edit_did_not_change_is_the_same_again(editions: Editions) -> None:
    """The parts that were in service, byte for byte: neither made nor kept twice. Two readers send them alike."""
    before = received(await sent_from(editions.folder))
    editions.next()
    after = received(await sent_from(editions.folder), before)

    assert after.knowledge.evidence is before.knowledge.evidence
    assert after.knowledge.areas is before.knowledge.areas
    changed = after.parts.keys() - before.parts.keys()
    assert {after.parts[key][0] for key in changed} == {"services."}
    assert numbers_in(plain(answer(QUESTION, Context(), after.knowledge)))[0] == editions.number


async def test_evidence_that_changed_is_served(editions: Editions) -> None:
    """Also where only one of its parts changed."""
    before = received(await sent_from(editions.folder))
    path = editions.folder / "evidence.json"
    learnt = json.loads(path.read_text(encoding="utf-8"))
    learnt["ours"]["patch"] = 1.25
    path.write_text(json.dumps(learnt), encoding="utf-8")
    after = received(await sent_from(editions.folder), before).knowledge.evidence

    assert after.ours["patch"] == 1.25
    assert after.words == before.knowledge.evidence.words


async def test_problems_come_back_as_problems(tmp_path: Path) -> None:
    """An empty folder: everything that is missing, as load() says it."""
    with pytest.raises(KnowledgeError) as here:
        load(tmp_path)
    with pytest.raises(KnowledgeError) as apart:
        received(await sent_from(tmp_path))

    assert apart.value.problems == here.value.problems
