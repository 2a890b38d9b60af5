"""The page in a real browser: ask in every way, use what the answer offers, and try to break in."""

import json
import re

import pytest
from playwright.async_api import Locator, Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

RDS = "Amazon RDS · patching"


async def send(window: Page, text: str, place: str = "#composer") -> None:
    """Type into a composer and press Enter."""
    field = window.locator(f"{place} textarea")
    await field.fill(text)
    await field.press("Enter")


def answers(window: Page, place: str = "#messages") -> Locator:
    return window.locator(f"{place} .message.bot")


# --- asking ----------------------------------------------------------------------------------------


async def test_a_command_is_answered_to_you_alone(opened, small_slack) -> None:
    """/whosejob in the channel: a signed delivery to the app, and a private answer."""
    window = await opened()
    await send(window, "/whosejob who patches RDS?")
    await expect(answers(window)).to_contain_text(RDS)
    await expect(answers(window)).to_contain_text("Only visible to you")

    assert [m["where"] for m in small_slack.messages] == ["person", "ephemeral"]


async def test_a_mention_is_answered_in_its_thread(opened) -> None:
    """The thread opens beside the channel, and a follow-up there leans on it."""
    window = await opened()
    await send(window, "@Whose Job? who patches the OS on ECS?")
    thread = answers(window, "#thread")
    await expect(thread).to_contain_text("ECS")
    await expect(window.locator("#messages .thread-link")).to_have_text("1 reply")
    await send(window, "@Whose Job? what about on Fargate?", "#thread-composer")
    await expect(thread).to_have_count(2)
    await expect(thread.nth(1)).to_contain_text("Fargate")
    await expect(window.locator("#messages .thread-link")).to_have_text("3 replies")


async def test_a_direct_message_is_answered_there(opened, small_slack) -> None:
    """No mention needed, no thread made."""
    window = await opened()
    await window.get_by_role("link", name="Whose Job?", exact=True).click()
    await send(window, "who backs up DynamoDB?")
    await expect(answers(window)).to_contain_text("DynamoDB")
    await expect(window.locator("#thread")).to_be_hidden()
    await send(window, "/whosejob who patches RDS?")
    await expect(answers(window)).to_have_count(2)

    assert {m["channel"] for m in small_slack.messages} == {"D0DIRECT"}


async def test_what_is_said_between_people_stays_there(opened, small_slack) -> None:
    """The bot reads no channels, and the page says so."""
    window = await opened()
    await send(window, "who patches RDS?")
    await expect(window.locator("#composer [role=status]")).to_contain_text("reads no channels")
    await expect(window.locator("#messages .message.own")).to_have_count(1)

    assert len(small_slack.messages) == 1


async def test_a_suggested_question_asks(opened) -> None:
    """The first view offers questions; one click asks one."""
    window = await opened()
    await window.get_by_role("button", name="do we have to back up DynamoDB?").click()
    await expect(answers(window)).to_contain_text("DynamoDB")
    await expect(window.locator("#welcome")).to_be_hidden()


async def test_a_link_asks_when_it_is_opened(opened, small_slack) -> None:
    """/?q=... asks once; reloading the page does not ask again; the question's own link can be copied."""
    window = await opened("/?q=who+patches+RDS%3F")
    await expect(answers(window)).to_contain_text(RDS)
    await window.reload()
    await expect(answers(window)).to_have_count(1)
    await window.locator(".message.own").hover()
    await window.get_by_role("button", name="Copy link").click()
    await expect(window.locator("#notice")).to_have_text("Copied.")

    assert [m["where"] for m in small_slack.messages] == ["person", "ephemeral"]
    assert (await window.evaluate("navigator.clipboard.readText()")).endswith(
        "/?q=who+patches+RDS%3F"
    )


async def test_did_you_mean_is_one_click(opened) -> None:
    """The buttons of a question asked back ask the right one."""
    window = await opened()
    await send(window, "/whosejob who patches ecks")
    await answers(window).get_by_role("button", name="EKS").first.click()
    await expect(window.locator("#messages")).to_contain_text("Amazon EKS")


async def test_the_keyboard_is_enough(opened) -> None:
    """Up brings back what was sent, Shift+Enter makes a line, Escape closes the thread and gives the focus back; a link skips the sidebar."""
    window = await opened()
    field = window.locator("#composer textarea")
    await expect(field).to_be_focused()
    await send(window, "@Whose Job? who patches RDS?")
    await expect(answers(window, "#thread")).to_have_count(1)
    await field.press("ArrowUp")
    await expect(field).to_have_value("@Whose Job? who patches RDS?")
    await field.press("Shift+Enter")
    await expect(field).to_have_value("@Whose Job? who patches RDS?\n")
    await window.locator(".thread-link").focus()
    await window.keyboard.press("Enter")
    await expect(window.locator("#thread-composer textarea")).to_be_focused()
    await window.keyboard.press("Escape")
    await expect(window.locator("#thread")).to_be_hidden()
    await expect(window.locator(".thread-link")).to_be_focused()
    await window.get_by_role("link", name="Skip").focus()
    await window.keyboard.press("Enter")
    await expect(field).to_be_focused()


async def test_a_command_that_slack_would_refuse_stays_to_be_mended(opened, small_slack) -> None:
    """/whosejob in a thread, another command: the composer keeps the text and says why."""
    window = await opened()
    await send(window, "/remind me to patch")
    await expect(window.locator("#composer [role=status]")).to_contain_text("/remind is not")
    await expect(window.locator("#composer textarea")).to_have_value("/remind me to patch")

    assert small_slack.messages == []


# --- seeing what was sent --------------------------------------------------------------------------


async def test_the_json_is_the_payload_that_the_app_sent(opened, small_slack) -> None:
    """View JSON shows it letter by letter, and copies it."""
    window = await opened()
    await send(window, "/whosejob who patches RDS?")
    await answers(window).hover()
    await window.get_by_role("button", name="View JSON").click()
    await window.get_by_role("button", name="Copy JSON").click()
    await expect(window.locator("#notice")).to_have_text("Copied.")
    shown = json.loads(await window.locator(".json pre").inner_text())
    copied = json.loads(await window.evaluate("navigator.clipboard.readText()"))

    assert shown == copied == small_slack.messages[-1]["payload"]
    assert shown["blocks"]


# --- hostile input ---------------------------------------------------------------------------------

HOSTILE = [
    pytest.param("<img src=x onerror=window.hacked=1>", id="image"),
    pytest.param("<script>window.hacked=1</script>", id="script"),
    pytest.param("<javascript:window.hacked=1|click>", id="javascript link"),
    pytest.param("<!channel> <@U0PERSON> <https://evil.example|AWS>", id="slack markup"),
    pytest.param('"><svg onload=window.hacked=1>', id="attribute"),
    pytest.param("&lt;b&gt;bold&lt;/b&gt; *x* `y` \u202e\u0000end", id="entities and controls"),
    pytest.param("\u0000" * 50 + "[" * 3000, id="long"),
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_a_person_types_never_becomes_markup(opened, small_slack, text: str) -> None:
    """Shown letter by letter where it was typed, harmless where it is answered, in every way to ask."""
    window = await opened("/#direct")
    await send(window, text)
    await expect(answers(window)).to_have_count(1)
    await send(window, f"/whosejob {text}")
    await expect(answers(window)).to_have_count(2)
    typed = await window.locator(".message.own .text").first.evaluate("node => node.textContent")
    inside = await window.locator(".message").locator("img, script, iframe, svg:not(.icon)").count()
    links = await window.locator(".message a").evaluate_all("all => all.map(a => a.href)")

    assert typed == small_slack.messages[0]["text"]
    assert inside == 0
    assert all("evil" not in link and link.startswith("https://") for link in links)
    assert await window.evaluate("window.hacked") is None


async def test_a_hostile_link_only_asks(opened) -> None:
    """/?q= with markup in it is a question like any other."""
    window = await opened("/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E")
    await expect(answers(window)).to_have_count(1)

    assert await window.evaluate("window.hacked") is None


# --- looks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["channel", "direct", "home"])
async def test_the_first_view_says_only_what_is_meant(opened, place: str) -> None:
    """No place shows the traces of a value that was missing."""
    window = await opened(f"/#{place}")
    await expect(window.locator(f"[data-place={place}]")).to_have_attribute("aria-current", "page")
    seen = await window.locator("body").inner_text()

    assert not re.search(r"\b(null|undefined|NaN)\b|\[object", seen)


async def test_dark_and_light(opened) -> None:
    """As the system says, until the person says otherwise; the choice stays."""
    window = await opened(color_scheme="dark")
    root = window.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await window.get_by_role("button", name="Dark mode", pressed=True).click()
    await expect(root).to_have_attribute("data-theme", "light")
    await window.reload()
    await expect(root).to_have_attribute("data-theme", "light")


async def test_it_works_on_a_phone(opened) -> None:
    """At 400 px nothing is cut off: the sidebar opens by a button, the thread covers the channel."""
    window = await opened(width=400, height=800)
    await expect(window.locator("#sidebar")).to_be_hidden()
    await send(window, "@Whose Job? who patches RDS?")
    await expect(answers(window, "#thread")).to_contain_text(RDS)
    box = await window.locator("#thread").bounding_box()
    await window.get_by_role("button", name="Close the thread").click()
    await window.get_by_role("button", name="Conversations").click()
    await window.get_by_role("link", name="Whose Job?", exact=True).click()
    await expect(window.locator("#title")).to_have_text("Whose Job?")
    await expect(window.locator("#sidebar")).to_be_hidden()
    wide = await window.evaluate("document.documentElement.scrollWidth")

    assert (box["x"], box["width"]) == (0, 400)
    assert wide == 400
