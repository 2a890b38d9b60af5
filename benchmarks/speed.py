"""p50 and p99 of answer() and of a signed slash command, and what loading costs: one machine, one run.

Read the figures as ratios within the run; absolute times differ from machine to machine and from hour to hour.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bot.answering import answer
from bot.knowledge.loader import load, shipped_folder
from bot.model import Context, Knowledge
from bot.rendering.blocks import message
from bot.rendering.carried import Carried
from bot.rendering.offers import offers
from bot.rendering.surface import Seen, Surface
from bot.settings import Settings
from bot.simulator import SlackSimulator
from bot.slack.door import EVENTS_PATH
from bot.slack.serving import serving
from bot.understanding.question import understand

ROUNDS = 5


def quantiles(times: list[float]) -> str:
    """p50 and p99 in microseconds."""
    times.sort()
    p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
    return (
        f"p50 {statistics.median(times) * 1e6:9.0f} µs   p99 {p99 * 1e6:9.0f} µs   n {len(times)}"
    )


def timed(work: Callable[[str], object], questions: list[str]) -> list[float]:
    """Seconds for each question, the best of ROUNDS."""
    best = [float("inf")] * len(questions)
    for _ in range(ROUNDS):
        for i, question in enumerate(questions):
            started = time.perf_counter()
            work(question)
            best[i] = min(best[i], time.perf_counter() - started)
    return best


async def slash_commands(questions: list[str]) -> list[float]:
    """Seconds for each signed `/whosejob`, over real sockets, one after the other."""
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
                times = []
                for question in questions:
                    started = time.perf_counter()
                    reply = await slack.command(question)
                    times.append(time.perf_counter() - started)
                    assert reply.status == 200
                return times


def drawn(question: str, knowledge: Knowledge) -> object:
    """The message a person gets, buttons included."""
    answered = answer(question, Context(), knowledge)
    surface = Surface(Seen.POSTED, Carried(question))
    return message(answered, surface, offers(answered, knowledge))


def load_seconds() -> float:
    """A cold load in a process of its own, imports left out; the best of three."""
    code = (
        "import time; from bot.knowledge.loader import load, shipped_folder; f = shipped_folder();"
        "t = time.perf_counter(); load(f); print(time.perf_counter() - t)"
    )
    runs = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    )
    return min(float(run.stdout) for run in runs)


def main() -> None:
    """Print the table."""
    knowledge: Knowledge = load(shipped_folder())
    questions = [e.ask for s in knowledge.services.values() for e in s.examples]
    understand(questions[0], knowledge)
    print(f"{len(knowledge.services)} services, {len(questions)} questions")
    print(f"load, cold                 {load_seconds():.3f} s")
    print(
        f"understand                 {quantiles(timed(lambda q: understand(q, knowledge), questions))}"
    )
    print(
        f"answer                     {quantiles(timed(lambda q: answer(q, Context(), knowledge), questions))}"
    )
    print(
        f"answer + blocks            {quantiles(timed(lambda q: drawn(q, knowledge), questions))}"
    )
    print(f"signed slash command       {quantiles(asyncio.run(slash_commands(questions * 2)))}")


if __name__ == "__main__":
    main()
