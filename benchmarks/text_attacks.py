"""Hostile texts of 40,000 characters: what each costs from words to message, and how long the app's loop stands still.

`python -m benchmarks.text_attacks` prints every shape: CPU milliseconds to understand, answer and draw it, and, asked as a
mention through the real app over HTTP, the longest gap of the app's event loop.
"""

import asyncio
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from benchmarks.goals import Goal, lines
from benchmarks.shapes import ORDINARY, SHAPES
from bot.answering import answer
from bot.knowledge.loader import load, shipped_folder
from bot.model import Context, Knowledge
from bot.rendering.blocks import message
from bot.rendering.carried import Carried
from bot.rendering.modals import why_modal
from bot.rendering.offers import offers
from bot.rendering.surface import Seen, Surface
from bot.rendering.why import explain
from bot.settings import Settings
from bot.simulator import Reply, SlackSimulator, payloads
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import serving

ROUNDS = 5
MOST_MS = 20.0
MOST_GAP_MS = 50.0


@dataclass(frozen=True)
class Cost:
    """Of one shape."""

    work_ms: float
    gap_ms: float


def answered_ms(text: str, knowledge: Knowledge, rounds: int = ROUNDS) -> float:
    """CPU milliseconds to understand `text`, answer it, and draw the message and its reasons; the best of `rounds`."""
    return min(_once_ms(text, knowledge) for _ in range(rounds))


def _once_ms(text: str, knowledge: Knowledge) -> float:
    started = time.process_time()
    answered = answer(text, Context(), knowledge)
    surface = Surface(Seen.POSTED, Carried(answered.question.text, asker="U0ATTACKER"))
    message(answered, surface, offers(answered, knowledge))
    why_modal(explain(answered, knowledge))
    return (time.process_time() - started) * 1000


async def gap_ms(slack: SlackSimulator, text: str) -> float:
    """The longest that the loop stood still while the app read and answered `text` as a mention and as a command.

    The simulator runs in the same loop, so the app's own gap is shorter, never longer.
    """
    event = payloads.mention(text, slack.timestamp(), None, "U0ATTACKER")
    return max([await _gap_ms(slack.event(event)), await _gap_ms(slack.command(text))])


async def _gap_ms(delivery: Coroutine[None, None, Reply]) -> float:
    asking = asyncio.ensure_future(delivery)
    longest = 0.0
    while not asking.done():
        started = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - started)
    assert (await asking).status == 200
    return longest * 1000


async def gaps(texts: dict[str, str]) -> dict[str, float]:
    """Shape → its gap in the real app; the best of ROUNDS."""
    with tempfile.TemporaryDirectory() as folder:
        async with SlackSimulator() as slack:
            settings = Settings(
                _env_file=None,
                slack_bot_token=SecretStr(slack.bot_token),
                slack_signing_secret=SecretStr(slack.signing_secret),
                slack_api_url=slack.api_url,
                port=0,
                whosejob_questions_per_minute=0,
                whosejob_data=Path(folder),
            )
            async with serving(settings, "127.0.0.1") as now:
                slack.app_url = f"http://127.0.0.1:{now.port}{EVENTS_PATH}"
                await now.signed_in.wait()
                return {
                    name: min([await gap_ms(slack, text) for _ in range(ROUNDS)])
                    for name, text in texts.items()
                }


def main() -> None:
    """Print the table."""
    knowledge = load(shipped_folder())
    answered_ms(ORDINARY, knowledge)
    texts = {"(an ordinary question)": ORDINARY, **SHAPES}
    through_app = asyncio.run(gaps(texts))
    costs = {n: Cost(answered_ms(t, knowledge), through_app[n]) for n, t in texts.items()}
    print(f"{'shape':28} {'answered, ms':>14} {'loop gap, ms':>14}")
    for name, cost in costs.items():
        print(f"{name:28} {cost.work_ms:14.2f} {cost.gap_ms:14.2f}")
    slowest = max(cost.work_ms for cost in costs.values())
    widest = max(cost.gap_ms for cost in costs.values())
    goals = [
        Goal("shapes", len(SHAPES), 25, at_least=True),
        Goal("slowest, ms of CPU", slowest, MOST_MS),
        Goal("widest gap of the loop, ms", widest, MOST_GAP_MS),
    ]
    print(lines(goals))


if __name__ == "__main__":
    main()
