"""A real browser in front of the page, the page in front of the simulator, the simulator in front of the real app."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.local import local_slack
from bot.simulator import SlackSimulator
from bot.web.play import page as serve_page
from bot.web.server import Playground
from tests.conftest import NEEDS_BROWSER
from tests.web.chromium import FLAGS, chromium

WAIT_MS = 20_000
"""For one condition; a shared machine can be slow, and nothing waits longer than it must."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of this worker; without one they are skipped, and in CI they fail."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{NEEDS_BROWSER}; in CI it must be installed (.ci/run does it)")
        pytest.skip(NEEDS_BROWSER)
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def small_slack() -> AsyncIterator[SlackSimulator]:
    """The simulator with the real app behind it, as `whosejob play` starts it."""
    async with local_slack() as slack:
        yield slack


@pytest_asyncio.fixture(loop_scope="session")
async def playground(small_slack: SlackSimulator) -> AsyncIterator[Playground]:
    """The page's server, on a free port."""
    async with serve_page(small_slack) as serving:
        yield serving


Opener = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, playground: Playground) -> AsyncIterator[Opener]:
    """`await opened("/?q=...", width=400)`: a fresh window on the page. Whatever the browser complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    async def _open(path: str = "/", *, width: int = 1280, height: int = 860, **options) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        window = await context.new_page()
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.on(
            "console",
            lambda said: (
                complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        await window.goto(f"http://127.0.0.1:{playground.port}{path}")
        await window.wait_for_selector("body[data-version]", state="attached")
        return window

    yield _open
    for context in contexts:
        await context.close()
    assert complaints == []
