"""E-mail address, phone number and links, as people write them at the top of a CV."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from career.resume import Profile
from longhaul_worker.resume.document import ICON
from longhaul_worker.resume.textnorm import tidy

_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+'-]*@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,24}(?![\w@-])")
_SPACED_EMAIL = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9][\w.+-]*)\s*(?:@|\s?[(\[{]\s?(?:at|@)\s?[)\]}]\s?)\s*((?:[A-Za-z0-9-]+\s?(?:\."
    r"|[(\[{]\s?(?:dot|\.)\s?[)\]}])\s?)+[A-Za-z]{2,24})(?![\w-])"
)
_PHONE = re.compile(r"(?<![\w/.:=-])(?:\(?\+|00)?\(?\d[\d ().\-/–‑]{6,22}\d(?![\w-])(?: *(?:x|ext\.?)\s*\d{1,5})?")
_PHONE_LABEL = re.compile(
    r"(?:phone|tel(?:efon|éfono|ephone|éphone|efono)?|mobile?|cell(?:ulare)?|handy|mobil(?:e|telefon)?|móvil"
    r"|portable|m|t|p|h|c)\s*[:.]?\s*$",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?<![\w@.-])(?:https?://|www\.)?(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:com|org|net|io|dev|me|ai|co|app|de|fr|es"
    r"|it|uk|eu|ch|at|nl|be|ca|us|in|info|tech|xyz|site|page|blog|pro"
    r"|design|codes?|work|works|cv|gg|so|sh|to|br|pt|pl|se|no|dk|fi|ie|au|nz|jp|cn|edu|gov|name|online|website"
    r"|space|cloud|software|engineer|guru|ninja|rocks|studio|cat|mx|ar|cl|tv|social)"
    r"(?::\d+)?(?:/[^\s|,;•·<>()\t]*)?(?![\w@])",
    re.IGNORECASE,
)
_NETWORKS = {
    "linkedin": ("LinkedIn", r"linkedin\.com/(?:in/|pub/)?@?([^/?#\s]+)"),
    "github": ("GitHub", r"github\.com/@?([^/?#\s]+)"),
    "gitlab": ("GitLab", r"gitlab\.com/@?([^/?#\s]+)"),
    "twitter": ("Twitter", r"twitter\.com/@?([^/?#\s]+)"),
    "x.com": ("X", r"(?:^|/)x\.com/@?([^/?#\s]+)"),
    "stackoverflow": ("Stack Overflow", r"stackoverflow\.com/users/([^?#\s]+)"),
    "xing": ("Xing", r"xing\.com/profile/([^/?#\s]+)"),
    "medium": ("Medium", r"medium\.com/@?([^/?#\s]+)"),
    "kaggle": ("Kaggle", r"kaggle\.com/([^/?#\s]+)"),
    "behance": ("Behance", r"behance\.net/([^/?#\s]+)"),
    "dribbble": ("Dribbble", r"dribbble\.com/([^/?#\s]+)"),
    "scholar.google": ("Google Scholar", r"user=([\w-]+)"),
    "orcid": ("ORCID", r"orcid\.org/([\dX-]+)"),
    "facebook": ("Facebook", r"facebook\.com/([^/?#\s]+)"),
    "instagram": ("Instagram", r"instagram\.com/([^/?#\s]+)"),
}
_LABELLED = re.compile(
    r"\b(linkedin|github|gitlab|twitter|xing|kaggle)\s*:\s*@?([\w.-]{2,40})(?![\w./])", re.IGNORECASE
)
_DATE = re.compile(r"^(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})\b")
_YEARS = re.compile(r"^\(?(?:19|20)\d\d\)?\s*[-–/. ]+\s*\(?(?:19|20)\d\d\)?$")


@dataclass(frozen=True, slots=True)
class Contact:
    """What was found, each as written; `phone_certain` where the number is valid or labelled as one."""

    email: str | None
    phone: str | None
    phone_certain: bool
    url: str | None
    profiles: list[Profile]


def find_contact(top: str, whole: str, region: str | None) -> Contact:
    """Contact data in `top` (header and contact section), failing that in the `whole` text.

    `region` is the ISO code of the country whose national numbers are expected.
    """
    email = find_email(top) or find_email(whole)
    phone, certain = find_phone(top, region)
    if phone is None:
        phone, certain = _labelled_phone(whole, region)
    url, profiles = find_links(top, email)
    if not profiles and url is None:
        url, profiles = find_links(whole[:1500], email)
    return Contact(email, phone, certain, url, profiles)


def find_email(text: str) -> str | None:
    """The first e-mail address in `text`, also one with blanks or "(at)" in it."""
    plain = text.replace(ICON, " ").replace("mailto:", " ")
    found = _EMAIL.search(plain)
    if found is not None:
        return found[0].rstrip(".")
    spaced = _SPACED_EMAIL.search(plain)
    if spaced is None:
        return None
    domain = re.sub(r"[(\[{]\s?(?:dot|\.)\s?[)\]}]", ".", spaced[2])
    return f"{spaced[1]}@{re.sub(chr(92) + 's', '', domain)}"


def find_phone(text: str, region: str | None) -> tuple[str | None, bool]:
    """The first phone number in `text` as written, and whether it is surely one."""
    plain = text.replace(ICON, " ")
    doubtful: str | None = None
    for found in _PHONE.finditer(_without_links(plain)):
        number = _trimmed(found[0])
        digits = re.sub(r"\D", "", number)
        if not 7 <= len(digits) <= 15 or _YEARS.match(number) or _DATE.match(number):
            continue
        if _is_valid(number, region) or _PHONE_LABEL.search(plain[max(0, found.start() - 20) : found.start()]):
            return number, True
        if doubtful is None and (
            number.startswith(("+", "(", "00")) or len(digits) >= 9 or re.search(r"\d[-. ]\d", number)
        ):
            doubtful = number
    return doubtful, False


def find_links(text: str, email: str | None) -> tuple[str | None, list[Profile]]:
    """The personal web page and the profiles on networks, in order."""
    profiles: list[Profile] = []
    page: str | None = None
    domain = email.split("@")[1].lower() if email else ""
    for found in _URL.finditer(re.sub(r"\S+@\S+", " ", text.replace(ICON, " "))):
        link = found[0].rstrip("./")
        profile = _profile(link)
        if profile is not None:
            if all(known.network != profile.network for known in profiles):
                profiles.append(profile)
        elif page is None and not (
            link.lower() == domain or link.lower().startswith(("node.", "asp.", "next.", "vue."))
        ):
            page = link
    for label in _LABELLED.finditer(text):
        name = _NETWORKS[label[1].lower()][0]
        if all(known.network != name for known in profiles) and "." not in label[2]:
            profiles.append(Profile(network=name, username=label[2]))
    return page, profiles


def _profile(link: str) -> Profile | None:
    for mark, (network, pattern) in _NETWORKS.items():
        if mark in link.lower():
            found = re.search(pattern, link, re.IGNORECASE)
            if found is None:
                return None
            return Profile(network=network, username=found[1], url=link if "://" in link else f"https://{link}")
    return None


def _labelled_phone(text: str, region: str | None) -> tuple[str | None, bool]:
    for line in text.splitlines():
        if re.search(r"\b(?:phone|tel|mobile?|cell|telefon|handy|teléfono|móvil|téléphone)\b", line, re.IGNORECASE):
            number, certain = find_phone(line, region)
            if number is not None and certain:
                return number, True
    return None, False


def _without_links(text: str) -> str:
    """`text` with links and addresses blanked, offsets unchanged."""
    return re.sub(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.(?:com|org|net|io)/\S*", lambda link: " " * len(link[0]), text)


def _trimmed(number: str) -> str:
    bare = tidy(number).strip(" -.–/·")
    if bare.count(")") > bare.count("("):
        bare = bare.replace(")", "", 1)
    if bare.count("(") > bare.count(")"):
        bare = bare.rpartition("(")[0].strip(" -.–/·") if not bare.startswith("(") else bare.lstrip("(")
    return bare


def _is_valid(number: str, region: str | None) -> bool:
    for place in dict.fromkeys((region, "US", "DE", "FR", "ES", "GB")):
        if place is None and not number.startswith("+"):
            continue
        try:
            parsed = phonenumbers.parse(number, place)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(parsed) and (place == region or phonenumbers.is_valid_number(parsed)):
            return True
    return False
