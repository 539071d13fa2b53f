"""The desk's whole story through the page alone: from a CV that is dropped to an application that is ready."""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, Response, expect
from scripts.demo.inputs import cv_pdf
from scripts.local import local_client

from tests.browser.conftest import Product
from tests.browser.support import until_live, visitor

_ADVERT: Final = "Senior Backend Engineer"
#: Where results are.
_RESULT: Final = re.compile("/desk/(resumes|postings|documents|packets|interviews|projects|searches)(/|\\?|$)")
_WORK_MS: Final = 60_000

_DROP: Final = """({name, type, content}) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, {type}));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
}"""


async def drop(page: Page, name: str, content: bytes, content_type: str) -> None:
    """Drop a file onto the page, as from a file manager."""
    packed = {"name": name, "type": content_type, "content": base64.b64encode(content).decode()}
    await page.evaluate(_DROP, packed)


def card(page: Page, title: str) -> Locator:
    """The live card of the job with this title."""
    return page.get_by_role("article", name=re.compile(f"^{title}"))


async def follow(page: Page, title: str, link: str) -> None:
    """Wait for the end of the job whose card has this title, and open what it came to."""
    await expect(card(page, title).first).to_have_attribute("data-status", "succeeded", timeout=_WORK_MS)
    await card(page, title).first.get_by_role("link", name=link).click()
    await page.wait_for_url(_RESULT)


async def hand_in(page: Page, tab: str, field: str, value: str, verb: str) -> None:
    """Fill one field of a form of the desk and send it."""
    await page.goto("/")
    await until_live(page)
    await page.get_by_role("tab", name=tab).click()
    await page.get_by_label(field).fill(value)
    await page.get_by_role("button", name=verb).click()


async def test_the_whole_desk_is_worked_through_the_page(own_product: Product, chromium: Browser) -> None:
    product = own_product
    async with (
        local_client(product.api.url) as api,
        visitor(chromium, product.web.url) as somebody,
    ):
        page = await somebody.new_page()
        pdfs: list[str] = []
        page.on("response", lambda answer: pdfs.append(answer.url) if _is_pdf(answer) else None)
        heading = page.get_by_role("heading", level=1)
        await page.goto("/")
        await until_live(page)

        await drop(page, "ines.pdf", cv_pdf(), "application/pdf")
        await expect(card(page, "Read a CV: ines.pdf")).to_be_visible()
        await follow(page, "Read a CV: ines.pdf", "Open CV")
        await expect(heading).to_have_text("Ines Marchetti")
        cv = page.url
        [kept] = (await api.get("/resumes")).json()["items"]
        assert cv.endswith(f"/desk/resumes/{kept['id']}")

        await hand_in(page, "Feed", "Address of the feed", product.feed_url, "Read this feed")
        await follow(page, "Read a feed", "Open adverts")
        await expect(page.get_by_text("Quillwright Books").first).to_be_visible()

        await hand_in(page, "Advert", "Address or text of the advert", product.advert_url, "Read this advert")
        await follow(page, "Read an advert", "Open advert")
        await expect(page.get_by_role("heading", name="How well it suits")).to_be_visible()
        await expect(page.get_by_text("Lantern Freight").first).to_be_visible()
        advert, title = page.url.partition("?")[0], await heading.inner_text()

        await page.goto(cv)
        await page.get_by_role("button", name="Match with all adverts").click()
        await expect(page).to_have_url(re.compile("/desk/matches"))
        best = page.get_by_role("main").locator("ol > li").first
        await expect(best).to_contain_text(title, timeout=_WORK_MS)

        await page.goto(advert)
        await page.get_by_role("button", name="Tailor a CV").click()
        await follow(page, "Tailor a CV", "Open tailored CV")
        await expect(page).to_have_url(re.compile("/desk/documents/"))
        await expect(page.get_by_role("heading", name="Why it was changed")).to_be_visible()

        await page.goto(advert)
        await page.get_by_role("button", name="Make packet").click()
        await follow(page, "Make an application packet", "Open packet")
        await _packet_is_whole(page, pdfs)

        await page.goto(advert)
        await page.get_by_role("button", name="Prepare interview").click()
        await follow(page, "Prepare an interview", "Open sheet")
        await expect(heading).to_contain_text(title)
        await expect(page.get_by_text("An outline of an answer").first).to_be_visible()

        await hand_in(page, "Repository", "Address of the repository", product.repository_url, "Follow this repository")
        await follow(page, "Read a repository", "Open project")
        await expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
        await expect(page.get_by_role("heading", name="Skills it shows")).to_be_visible()

        await hand_in(page, "Candidates", "Role", "Backend Engineer", "Search candidates")
        await follow(page, "Search candidates", "Open search")
        await expect(page.get_by_role("heading", name="Ranking")).to_be_visible()
        await expect(page.get_by_role("main").get_by_text("Ines Marchetti").first).to_be_visible()


def _is_pdf(answer: Response) -> bool:
    return answer.ok and answer.headers.get("content-type") == "application/pdf"


async def _packet_is_whole(page: Page, pdfs: list[str]) -> None:
    """The preview got a PDF, and the same can be opened and downloaded."""
    await expect(page).to_have_url(re.compile("/desk/packets/"))
    preview = page.locator("object[type='application/pdf']").first
    await expect(preview).to_be_visible()
    opened = await page.get_by_role("link", name="Open", exact=True).first.get_attribute("href")
    answer = await page.request.get(opened or "")
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download", exact=True).first.click()
    content = (await (await downloading.value).path()).read_bytes()

    assert content.startswith(b"%PDF-")
    assert urlsplit(opened or "").path in {urlsplit(url).path for url in pdfs}
    assert "application/pdf" == answer.headers["content-type"]
    assert await answer.body() == content
