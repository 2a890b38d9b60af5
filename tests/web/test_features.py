"""What an answer offers, used in a real browser: options, Share, thumbs, the form, why, remove, the Home tab."""

import pytest
from playwright.async_api import expect

from tests.web.test_accessibility import judge
from tests.web.test_browser import RDS, answers, send

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_option_is_one_click(opened) -> None:
    """The answer for another way to run the service stands where it was asked."""
    window = await opened()
    await send(window, "/whosejob who patches the OS on RDS?")
    await answers(window).get_by_role("button", name="RDS Custom for Oracle").click()
    await expect(answers(window).last).to_contain_text("RDS Custom for Oracle · guest operating")


async def test_a_private_answer_can_be_shared(opened, small_slack) -> None:
    """Everybody sees it, with who shared it; the private one offers it no more."""
    window = await opened()
    await send(window, "/whosejob who patches RDS?")
    await window.get_by_role("button", name="Share to channel").click()
    shared = window.locator(".message.bot:not(.private)")
    await expect(shared).to_contain_text(RDS)
    await expect(shared.locator(".mention")).to_have_text("@You")
    await expect(window.get_by_role("button", name="Share to channel")).to_have_count(0)

    assert [m["where"] for m in small_slack.messages] == ["person", "ephemeral", "channel"]


async def test_a_thumb_up_is_one_click(opened) -> None:
    """A private thank-you, nothing asked."""
    window = await opened()
    await send(window, "@Whose Job? who patches RDS?")
    await window.get_by_role("button", name="This answer helps").click()
    await expect(answers(window, "#thread").last).to_contain_text("Thank you")
    await expect(answers(window, "#thread").last).to_contain_text("Only visible to you")


async def test_a_thumb_down_opens_the_form(opened) -> None:
    """The form knows the question, wants a reason, keeps what was typed when it is refused, and thanks."""
    window = await opened()
    await send(window, "@Whose Job? who patches RDS?")
    await window.get_by_role("button", name="Something is wrong with this answer").click()
    form = window.get_by_role("dialog")
    reason = form.get_by_role("combobox", name="What is wrong?")
    await expect(form).to_contain_text("who patches RDS?")
    await expect(reason).to_be_focused()
    await form.get_by_role("textbox").fill("<b>not</b> true & old")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert")).to_contain_text("choose what is wrong")
    await expect(form.get_by_role("textbox")).to_have_value("<b>not</b> true & old")
    wrong = await judge(window)
    await reason.select_option(label="It is out of date")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_contain_text("Thank you")
    await form.get_by_role("button", name="Close").last.click()
    await expect(form).to_be_hidden()

    assert wrong == []


async def test_why_this_answer_is_one_click(opened, small_slack) -> None:
    """What was understood and the file and line of each claim; Escape gives the focus back."""
    window = await opened()
    await send(window, "/whosejob who patchs rsd")
    button = window.get_by_role("button", name="Why this answer")
    await button.focus()
    await window.keyboard.press("Enter")
    why = window.get_by_role("dialog")
    await expect(why).to_contain_text("“rsd” read as “rds”")
    await expect(why).to_contain_text("knowledge/aws/services/rds.yaml:")
    wrong = await judge(window)
    await window.keyboard.press("Escape")
    await expect(why).to_be_hidden()
    await expect(button).to_be_focused()

    assert wrong == []
    assert small_slack.views == []


async def test_a_reply_can_be_removed(opened, small_slack) -> None:
    """The menu works with the keyboard alone."""
    window = await opened()
    await send(window, "/whosejob who patches RDS?")
    await window.get_by_role("button", name="More actions").focus()
    await window.keyboard.press("Enter")
    await expect(window.get_by_role("menuitem", name="Remove this reply")).to_be_focused()
    await window.keyboard.press("Enter")
    await expect(answers(window)).to_have_count(0)

    assert [m["where"] for m in small_slack.messages] == ["person"]


async def test_the_knowledge_can_be_browsed(opened) -> None:
    """Home → services of a letter → one service → one answer, and back; the focus stays on the page."""
    window = await opened()
    await window.get_by_role("link", name="Whose Job? Home").click()
    tab = window.locator("#home")
    await tab.get_by_role("button", name="services").click()
    await tab.get_by_role("button", name="Services with R").click()
    await expect(tab).to_be_focused()
    services = await judge(window)
    await tab.get_by_role("button", name="Open Amazon RDS", exact=True).click()
    await expect(tab.get_by_role("heading", name="Amazon RDS", exact=True)).to_be_visible()
    await tab.get_by_label("Ways to run it").select_option(label="RDS Custom for Oracle")
    await expect(tab).to_contain_text("Operating system — We")
    service = await judge(window)
    await tab.get_by_role("button", name="Details: Operating system").click()
    await expect(tab).to_contain_text("RDS Custom for Oracle · guest operating system patching")
    await tab.get_by_role("button", name="Back to Start").click()
    await expect(tab.get_by_role("heading", name="Browse")).to_be_visible()

    assert (services, service) == ([], [])


async def test_a_service_is_found_while_one_types(opened, small_slack) -> None:
    """The type-ahead search by keyboard: options come from the app, arrows choose, Enter opens."""
    window = await opened("/#home")
    search = window.get_by_role("combobox", name="Search a service")
    await search.fill("dynam")
    option = window.get_by_role("option", name="DynamoDB").first
    await expect(option).to_be_visible()
    typed = await judge(window)
    await search.press("ArrowDown")
    await expect(option).to_have_attribute("aria-selected", "true")
    await search.press("Enter")
    await expect(window.get_by_role("heading", name="Amazon DynamoDB", exact=True)).to_be_visible()

    assert typed == []
    assert small_slack.refused == []


async def test_the_home_tab_fits_a_phone(opened) -> None:
    """At 400 px no control of a service with long option names is cut off."""
    window = await opened("/#home", width=400, height=800)
    search = window.get_by_role("combobox", name="Search a service")
    await search.fill("rds")
    await window.get_by_role("option", name="Amazon RDS", exact=True).click()
    await expect(window.get_by_label("Ways to run it")).to_be_visible()
    right = (
        await window.locator("#home")
        .locator("button, select")
        .evaluate_all("all => Math.max(...all.map((one) => one.getBoundingClientRect().right))")
    )

    assert right <= 400
