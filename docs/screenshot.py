"""Draws docs/playground.png: the page of `whosejob play` with a private answer and a thread, as the README shows it."""

import asyncio
import sys
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, async_playwright

from bot.local import local_slack
from bot.web.play import page
from tests.web.chromium import FLAGS, chromium

PICTURE = Path(__file__).with_name("playground.png")
WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 200_000


async def draw(path: Path) -> None:
    """Ask twice and take the picture."""
    browser_path = chromium()
    if browser_path is None:
        sys.exit("make screenshot needs Chromium or Chrome (Debian: apt-get install chromium)")
    async with local_slack() as slack, page(slack) as playground, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        window = await browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"
        )
        await window.goto(f"http://127.0.0.1:{playground.port}/")
        await ask(window, "@Whose Job? who patches the OS on EKS Auto Mode?", "#thread")
        await ask(window, "/whosejob do we have to back up DynamoDB?", "#messages")
        await window.screenshot(path=path)
        await browser.close()


async def ask(window: Page, text: str, place: str) -> None:
    """Type it in the channel and wait for the answer in `place`."""
    field = window.locator("#composer textarea")
    await field.fill(text)
    await field.press("Enter")
    await window.locator(f"{place} .message.bot").last.wait_for()


def reduce(path: Path) -> None:
    """The same picture with 256 colours: a page of text needs no more, and it is a third of the size."""
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(draw(PICTURE))
    reduce(PICTURE)
    size = PICTURE.stat().st_size
    print(f"wrote {PICTURE.name}: {size // 1000} KB")
    if size > MOST_BYTES:
        sys.exit(f"that is over {MOST_BYTES // 1000} KB: show less")
