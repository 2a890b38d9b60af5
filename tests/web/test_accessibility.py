"""axe-core judges the page in every state a person can bring it to; nothing serious may be wrong."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.web.test_browser import answers, send

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def judge(window: Page) -> list[str]:
    """What is wrong, as `rule (impact): element`; impacts serious and critical only."""
    found = (await Axe().run(window)).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_first_view_is_accessible(opened, scheme: str) -> None:
    """Before anything is asked, in both colour schemes."""
    assert await judge(await opened(color_scheme=scheme)) == []


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)], ids=str
)
async def test_a_conversation_is_accessible(opened, scheme: str, width: int) -> None:
    """Private answer, thread and JSON open, wide and narrow, in both colour schemes."""
    window = await opened(color_scheme=scheme, width=width)
    await send(window, "/whosejob who patches ecks")
    await expect(answers(window)).to_have_count(1)
    await answers(window).hover()
    await window.get_by_role("button", name="View JSON").click()
    narrow = await judge(window)
    await send(window, "@Whose Job? who patches RDS?")
    await expect(answers(window, "#thread")).to_have_count(1)

    assert narrow == []
    assert await judge(window) == []


async def test_the_judge_can_say_no(opened) -> None:
    """A button without a name is found; so the silence above means something."""
    window = await opened()
    await window.evaluate("document.querySelector('#close-thread').removeAttribute('aria-label')")
    await window.evaluate("document.querySelector('#menu').removeAttribute('aria-label')")
    await window.set_viewport_size({"width": 400, "height": 800})

    assert "button-name" in " ".join(await judge(window))
