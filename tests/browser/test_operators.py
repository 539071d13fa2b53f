"""What an operator sees and does with the jobs of others, and what others see of an operator."""

from __future__ import annotations

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.hand import BY_HAND, Hand, hand
from tests.browser.people import OPERATOR, Site, owner_of, sign_in, sign_up
from tests.browser.support import until_live, visitor


async def test_an_operator_puts_back_the_dead_letter_of_a_user_who_sees_it_go_on_and_nothing_of_the_operators(
    site: Site, chromium: Browser
) -> None:
    async with (
        hand(site.stack.mongodb_uri, site.stack.database) as by_hand,
        visitor(chromium, site.url) as ada,
        visitor(chromium, site.url) as olga,
    ):
        of_ada, of_olga = await sign_up(ada, "Ada"), await sign_in(olga, OPERATOR)
        owner = await owner_of(of_ada)
        job = await _failed(by_hand, owner, "the file of Ada")
        of_the_operator = await _failed(by_hand, await owner_of(of_olga), "the file of Olga")
        await of_ada.goto(f"/jobs/{job}")
        await until_live(of_ada)
        await expect(_status(of_ada)).to_have_attribute("data-status", "failed")

        await _open_dead_letter(of_olga, job, owner)
        await expect(of_olga.get_by_text(f"owner {owner}, seen as operator")).to_be_visible()
        await of_olga.get_by_role("button", name="Requeue").click()

        await expect(_status(of_ada)).to_have_attribute("data-status", "running")
        await expect(of_olga.get_by_text("asked every 3 s")).to_be_visible()
        by_hand.say(job, 40, "the second try")
        await expect(of_ada.get_by_text("the second try").first).to_be_visible()
        await expect(of_olga.get_by_text("the second try").first).to_be_visible()
        by_hand.end(job)
        for page in (of_ada, of_olga):
            await expect(_status(page)).to_have_attribute("data-status", "succeeded")
        await of_ada.goto(f"/jobs/{job}?owner={owner}")
        await until_live(of_ada)
        await _sees_nothing_of(of_ada, await owner_of(of_olga), of_the_operator)


async def _failed(by_hand: Hand, owner: str, text: str) -> str:
    job = await by_hand.begin(text, owner=owner)
    by_hand.fail(job, f"cannot read {text}")
    return job


def _status(page: Page) -> Locator:
    return page.get_by_role("heading", level=1).locator("[data-status]")


async def _open_dead_letter(page: Page, job: str, owner: str) -> None:
    """Find it in the list of all, whose newest message may be another's, and follow its link."""
    await page.goto("/dead-letters")
    await expect(page.get_by_text("2 jobs of 2 owners")).to_be_visible()
    await page.get_by_role("button", name="Show the jobs").click()
    row = page.get_by_role("listitem").filter(has_text="cannot read the file of Ada")
    await expect(row).to_contain_text(owner)
    await row.get_by_role("link").click()
    await page.wait_for_url(f"**/jobs/{job}?owner={owner}")
    await expect(page.get_by_role("heading", level=1)).to_contain_text(BY_HAND.name)


async def _sees_nothing_of(page: Page, owner: str, job: str) -> None:
    """Neither by the lists, nor by the address that shows it to its owner and to operators."""
    await page.goto("/dead-letters")
    await expect(page.get_by_text("No dead letters")).to_be_visible()
    await page.goto(f"/jobs/{job}?owner={owner}")
    await expect(page.get_by_role("heading", name="No such job")).to_be_visible()
    assert owner not in await page.get_by_role("main").inner_text()
    status = "async (path) => (await fetch(`/api${path}`)).status"
    assert 403 == await page.evaluate(status, f"/background-jobs/{job}?owner={owner}")
    assert 403 == await page.evaluate(status, "/dead-letters")
    assert 404 == await page.evaluate(status, f"/background-jobs/{job}")
